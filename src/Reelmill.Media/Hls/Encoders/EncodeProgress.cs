using System.Globalization;

namespace Reelmill.Media.Hls.Encoders;

/// <summary>
/// Reads how far an encode is from what ffmpeg writes for <c>-progress</c>: lines of a key and a value. The pictures of
/// the first output count: the time that ffmpeg gives is that of the output that is ahead, which a sheet of thumbnails is.
/// </summary>
/// <param name="frameRate">Pictures a second of the first output.</param>
/// <param name="progress">Told how much of the video is encoded.</param>
internal sealed class EncodeProgress(double frameRate, IProgress<TimeSpan> progress)
{
    private const string Frames = "frame=";

    /// <summary>Takes one line.</summary>
    public void Add(string line)
    {
        if (line.StartsWith(Frames, StringComparison.Ordinal)
            && long.TryParse(line.AsSpan(Frames.Length), NumberStyles.AllowLeadingWhite, CultureInfo.InvariantCulture, out var frames))
        {
            progress.Report(TimeSpan.FromSeconds(frames / frameRate));
        }
    }
}
