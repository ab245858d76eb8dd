using System.Globalization;

namespace Reelmill.Media.Hls.Encoding;

/// <summary>Reads how far an encode is from what ffmpeg writes for <c>-progress</c>: lines of a key and a value.</summary>
internal sealed class EncodeProgress(IProgress<TimeSpan> progress)
{
    private const string Time = "out_time_us=";

    /// <summary>Takes one line; ffmpeg gives the time of what is encoded in microseconds, or <c>N/A</c> at first.</summary>
    public void Add(string line)
    {
        if (line.StartsWith(Time, StringComparison.Ordinal)
            && long.TryParse(line.AsSpan(Time.Length), CultureInfo.InvariantCulture, out var microseconds) && microseconds >= 0)
        {
            progress.Report(TimeSpan.FromMicroseconds(microseconds));
        }
    }
}
