using Reelmill.Media.Ffmpeg;

namespace Reelmill.Media.Hls.Encoders;

/// <summary>Keeps the first error line of ffmpeg.</summary>
internal sealed class EncodeLog
{
    public string? FirstError { get; private set; }

    public void Add(string line) => FirstError ??= ErrorLine.Of(line);
}
