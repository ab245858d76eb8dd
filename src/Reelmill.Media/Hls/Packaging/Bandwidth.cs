namespace Reelmill.Media.Hls.Packaging;

/// <summary>Measures bitrates from the durations and sizes of segments.</summary>
internal static class Bandwidth
{
    private const double MinWindow = 0.5;
    private const double MaxWindow = 1.5;

    /// <summary>Returns the total bits divided by the total seconds, rounded up.</summary>
    public static long Average(IReadOnlyCollection<(double Seconds, long Bytes)> segments)
    {
        var seconds = segments.Sum(static p => p.Seconds);
        return seconds > 0 ? (long)Math.Ceiling(8 * segments.Sum(static p => p.Bytes) / seconds) : 0;
    }

    /// <summary>
    /// Returns the highest bitrate of any contiguous segments that last 0.5 to 1.5 target durations, rounded up (RFC
    /// 8216, 4.3.4.2); the average when there are none.
    /// </summary>
    public static long Peak(IReadOnlyList<(double Seconds, long Bytes)> segments, int targetDuration)
    {
        var peak = 0.0;
        for (var first = 0; first < segments.Count; first++)
        {
            var (seconds, bytes) = (0.0, 0L);
            for (var last = first; last < segments.Count && seconds + segments[last].Seconds <= MaxWindow * targetDuration; last++)
            {
                seconds += segments[last].Seconds;
                bytes += segments[last].Bytes;
                if (seconds >= MinWindow * targetDuration)
                {
                    peak = Math.Max(peak, 8 * bytes / seconds);
                }
            }
        }

        return peak > 0 ? (long)Math.Ceiling(peak) : Average(segments);
    }
}
