namespace Reelmill.Media.Hls.Packaging;

/// <summary>Measures FRAME-RATE (RFC 8216, 4.3.4.2: the maximum frame rate), for the packager and the checker alike.</summary>
internal static class FrameRate
{
    /// <summary>The minimum duration of a segment that counts: a single frame of 1 ms would be a thousand frames per second.</summary>
    private const double ShortestSeconds = 1;

    /// <summary>
    /// Returns the highest frame rate (frames divided by EXTINF) of all segments of at least 1 s; the overall rate when
    /// all are shorter. Null without frames.
    /// </summary>
    public static double? Measure(IEnumerable<(double Seconds, int Frames)> segments)
    {
        var all = segments.Where(static s => s.Frames > 0).ToArray();
        var (seconds, frames) = (all.Sum(static s => s.Seconds), all.Sum(static s => s.Frames));
        var rates = all.Where(static s => s.Seconds >= ShortestSeconds).Select(static s => (double?)(s.Frames / s.Seconds)).Max();
        return rates ?? (seconds > 0 ? frames / seconds : null);
    }
}
