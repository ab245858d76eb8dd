using Reelmill.Media.Processes;

namespace Reelmill.Media.Hls.Encoders;

/// <summary>Keeps the first error line.</summary>
internal sealed class EncodeLog(Action<string> onDamage)
{
    public string? FirstError { get; private set; }

    public void Add(string line)
    {
        if (FirstError is null && ErrorLine.Of(line) is { } error)
        {
            FirstError = error;
            onDamage(error);
        }
    }
}
