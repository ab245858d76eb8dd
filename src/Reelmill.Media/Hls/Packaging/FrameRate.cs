namespace Reelmill.Media.Hls.Packaging;

/// <summary>FRAME-RATE of a video (RFC 8216, 4.3.4.2: the maximum frame rate), the same for who writes it and who checks it.</summary>
internal static class FrameRate
{
    /// <summary>A shorter segment says little: a single frame of 1 ms would be a thousand a second.</summary>
    private const double ShortestSeconds = 1;

    /// <summary>
    /// The frames of a segment divided by its duration (EXTINF), the highest of all segments of at least 1 s; where there
    /// is none, of the whole. Null when there are no frames.
    /// </summary>
    public static double? Of(IEnumerable<(double Seconds, int Frames)> segments)
    {
        var all = segments.Where(static s => s.Frames > 0).ToArray();
        var (seconds, frames) = (all.Sum(static s => s.Seconds), all.Sum(static s => s.Frames));
        var rates = all.Where(static s => s.Seconds >= ShortestSeconds).Select(static s => (double?)(s.Frames / s.Seconds)).Max();
        return rates ?? (seconds > 0 ? frames / seconds : null);
    }
}
