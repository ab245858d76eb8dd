using Reelmill.Media.Hls.Checking.Measuring;

namespace Reelmill.Media.Hls.Checking.Rules;

/// <summary>6: a player with a network of BANDWIDTH bits per second never stalls (RFC 8216, 4.3.4.2).</summary>
internal static class PeakRules
{
    /// <summary>Durations are rounded in the playlist, so a peak computed before may differ in its last digits.</summary>
    private const double Rounding = 0.001;

    public static HlsRule PeakBandwidth { get; } = new(
        6, "rfc8216-peak-bandwidth", HlsSeverity.Must,
        "BANDWIDTH is at least the measured peak: the highest bitrate of any contiguous segments that last 0.5 to 1.5 target durations, plus the peak of the audio group.");

    public static IEnumerable<HlsFinding> Check(MeasuredStream stream) =>
    [
        .. stream.ReadableVariants.SelectMany(v => Compare(v.Track.Name, v.Variant.Entry?.Bandwidth, stream.GetBitrates(v.Variant).Peak)),
        .. stream.IFrames.Where(static i => i.Track.Playlist is not null).SelectMany(static i => Compare(i.Track.Name, i.Entry.Bandwidth, i.Track.Peak)),
    ];

    private static IEnumerable<HlsFinding> Compare(string name, long? declared, long peak) => declared < peak * (1 - Rounding)
        ? [PeakBandwidth.CreateFinding(name, $"expected BANDWIDTH of at least the measured peak {peak}, found {declared}; declare the measured peak")]
        : [];
}
