using Reelmill.Media.Formats.Playlists;
using Reelmill.Media.Hls.Checking.Measuring;

namespace Reelmill.Media.Hls.Checking.Rules;

/// <summary>12: the master playlist says of each variant what a player needs for choosing, and says the truth.</summary>
internal static class AttributeRules
{
    private const double RateApart = 0.02;

    public static HlsRule Attributes { get; } = new(
        12, "apple-stream-inf", HlsSeverity.Must, "Each EXT-X-STREAM-INF has BANDWIDTH, AVERAGE-BANDWIDTH, CODECS, and for video RESOLUTION and FRAME-RATE.");

    public static HlsRule Truth { get; } = new(
        12, "rfc8216-picture-attributes", HlsSeverity.Must, "RESOLUTION is the size of the pictures, and FRAME-RATE is not below the measured rate, the highest of any segment of at least 1 s, by more than 2 %.");

    public static IEnumerable<HlsFinding> Check(StreamFacts stream) =>
    [
        .. from variant in stream.Variants
           let missing = variant.Entry is { } entry ? Missing(entry, variant.Track.FirstPictures is not null).ToArray() : []
           where missing.Length > 0
           select Attributes.In(stream.MasterName, $"expected BANDWIDTH, AVERAGE-BANDWIDTH, CODECS, RESOLUTION and FRAME-RATE for {variant.Track.Name}, found no {string.Join(", no ", missing)}; add the measured values"),
        .. stream.IFrames.Where(static i => i.Entry.Bandwidth is null)
            .Select(i => Attributes.In(stream.MasterName, $"expected BANDWIDTH for the I-frames {i.Entry.Uri}, found none; add the measured peak")),
        .. stream.Variants.SelectMany(v => CheckTruth(stream.MasterName, v)),
    ];

    private static IEnumerable<string> Missing(VariantStream entry, bool isVideo) => new (string Name, bool IsThere)[]
    {
        ("BANDWIDTH", entry.Bandwidth is not null),
        ("AVERAGE-BANDWIDTH", entry.AverageBandwidth is not null),
        ("CODECS", !string.IsNullOrEmpty(entry.Codecs)),
        ("RESOLUTION", entry.Resolution is not null || !isVideo),
        ("FRAME-RATE", entry.FrameRate is not null || !isVideo),
    }.Where(static a => !a.IsThere).Select(static a => a.Name);

    private static IEnumerable<HlsFinding> CheckTruth(string master, VariantFacts variant)
    {
        if (variant is not { Entry: { } entry, Track.FirstPictures: { } pictures })
        {
            yield break;
        }

        var size = pictures.Parameters is { } parameters ? new Resolution(parameters.Width, parameters.Height) : (Resolution?)null;
        if (entry.Resolution is { } declared && size is { } actual && declared != actual)
        {
            yield return Truth.In(master, $"expected RESOLUTION={actual} for {entry.Uri} as its pictures are, found {declared}; write the real size");
        }

        if (entry.FrameRate is { } rate && variant.Track.FrameRate > (double)rate * (1 + RateApart))
        {
            yield return Truth.In(master, $"expected FRAME-RATE of at least {variant.Track.FrameRate:0.000} for {entry.Uri} as measured, found {rate}; write the highest rate");
        }
    }
}
