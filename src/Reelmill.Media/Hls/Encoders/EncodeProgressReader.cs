using System.Globalization;

namespace Reelmill.Media.Hls.Encoders;

/// <summary>
/// Reads the progress of an encode from the key=value lines of ffmpeg's <c>-progress</c>. Counts the frames of the
/// first output, since ffmpeg's own time is that of the furthest output, such as a sheet of thumbnails.
/// </summary>
/// <param name="frameRate">The frame rate of the first output.</param>
/// <param name="progress">Receives the encoded duration.</param>
internal sealed class EncodeProgressReader(double frameRate, IProgress<TimeSpan> progress)
{
    private const string FramePrefix = "frame=";

    /// <summary>Reads one line.</summary>
    public void ReadLine(string line)
    {
        if (line.StartsWith(FramePrefix, StringComparison.Ordinal)
            && long.TryParse(line.AsSpan(FramePrefix.Length), NumberStyles.AllowLeadingWhite, CultureInfo.InvariantCulture, out var frames))
        {
            progress.Report(TimeSpan.FromSeconds(frames / frameRate));
        }
    }
}
