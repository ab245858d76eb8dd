namespace Reelmill.Media.Hls.Packaging;

/// <summary>Measures the bits a second of a track from its segments.</summary>
internal static class Bandwidth
{
    private const double ShortestRun = 0.5;
    private const double LongestRun = 1.5;

    /// <summary>All bits by all seconds, rounded up.</summary>
    public static long Average(IReadOnlyCollection<(double Seconds, long Bytes)> parts)
    {
        var seconds = parts.Sum(static p => p.Seconds);
        return seconds > 0 ? (long)Math.Ceiling(8 * parts.Sum(static p => p.Bytes) / seconds) : 0;
    }

    /// <summary>
    /// The largest rate of any contiguous run of parts that lasts 0.5 to 1.5 target durations, rounded up (RFC 8216,
    /// 4.3.4.2); of the whole when no run does.
    /// </summary>
    public static long Peak(IReadOnlyList<(double Seconds, long Bytes)> parts, int targetSeconds)
    {
        var peak = 0.0;
        for (var first = 0; first < parts.Count; first++)
        {
            var (seconds, bytes) = (0.0, 0L);
            for (var last = first; last < parts.Count && seconds + parts[last].Seconds <= LongestRun * targetSeconds; last++)
            {
                seconds += parts[last].Seconds;
                bytes += parts[last].Bytes;
                if (seconds >= ShortestRun * targetSeconds)
                {
                    peak = Math.Max(peak, 8 * bytes / seconds);
                }
            }
        }

        return peak > 0 ? (long)Math.Ceiling(peak) : Average(parts);
    }
}
