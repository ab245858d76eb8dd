using Reelmill.Media.Hls.Checking.Measuring;

namespace Reelmill.Media.Hls.Checking.Rules;

/// <summary>6: a player that can load BANDWIDTH bits a second never waits (RFC 8216, 4.3.4.2).</summary>
internal static class PeakRules
{
    /// <summary>Durations are written with a few decimals, so that a peak measured before may differ in its last digits.</summary>
    private const double Rounding = 0.001;

    public static HlsRule Peak { get; } = new(
        6, "rfc8216-peak-bandwidth", HlsSeverity.Must,
        "BANDWIDTH is at least the measured peak: the largest size by duration over any run of segments of 0.5 to 1.5 target durations, the peak of the audio group added.");

    public static IEnumerable<HlsFinding> Check(StreamFacts stream) =>
    [
        .. stream.ReadableVariants.SelectMany(v => Compare(v.Track.Name, v.Variant.Entry?.Bandwidth, stream.RatesOf(v.Variant).Peak)),
        .. stream.IFrames.Where(static i => i.Track.Playlist is not null).SelectMany(static i => Compare(i.Track.Name, i.Entry.Bandwidth, i.Track.Peak)),
    ];

    private static IEnumerable<HlsFinding> Compare(string name, long? declared, long peak) => declared < peak * (1 - Rounding)
        ? [Peak.In(name, $"expected BANDWIDTH of at least the measured peak {peak}, found {declared}; write the measured peak")]
        : [];
}
