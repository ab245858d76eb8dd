using Reelmill.Media.Hls.Checking.Measuring;

namespace Reelmill.Media.Hls.Checking.Rules;

/// <summary>13: the declared bitrates match the measured ones.</summary>
internal static class BandwidthRules
{
    private const double Tolerance = 0.1;
    private const int MaxRatio = 2;

    public static HlsRule MeasuredBandwidth { get; } = new(
        13, "apple-measured-bandwidth", HlsSeverity.Must, "The measured average is within 10 % of AVERAGE-BANDWIDTH, and the measured peak within 10 % of BANDWIDTH.");

    public static HlsRule PeakRatio { get; } = new(
        13, "apple-peak-ratio", HlsSeverity.Should, "The measured peak is at most twice the measured average.");

    public static IEnumerable<HlsFinding> Check(MeasuredStream stream) => stream.ReadableVariants.SelectMany(v =>
    {
        var (peak, average) = stream.GetBitrates(v.Variant);
        return (HlsFinding[])
        [
            .. Compare(v.Track.Name, "AVERAGE-BANDWIDTH", v.Variant.Entry?.AverageBandwidth, "average", average),
            .. Compare(v.Track.Name, "BANDWIDTH", v.Variant.Entry?.Bandwidth, "peak", peak),
            .. peak > MaxRatio * average
                ? [PeakRatio.CreateFinding(v.Track.Name, $"expected a peak of at most {MaxRatio} times the average {average}, found {peak}; encode with a tighter maxrate and bufsize")]
                : (HlsFinding[])[],
        ];
    });

    private static HlsFinding[] Compare(string name, string attribute, long? declared, string kind, long measured) =>
        declared is { } value && Math.Abs(measured - value) > Tolerance * value
            ? [MeasuredBandwidth.CreateFinding(name, $"expected {attribute} within 10 % of the measured {kind} {measured}, found {value}; declare the measured {kind}")]
            : [];
}
