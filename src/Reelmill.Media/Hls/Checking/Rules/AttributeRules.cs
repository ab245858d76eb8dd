using Reelmill.Media.Formats.Playlists;
using Reelmill.Media.Hls.Checking.Measuring;

namespace Reelmill.Media.Hls.Checking.Rules;

/// <summary>12: each EXT-X-STREAM-INF has the attributes by which players choose a variant, and they match the media.</summary>
internal static class AttributeRules
{
    private const double FrameRateTolerance = 0.02;

    public static HlsRule RequiredAttributes { get; } = new(
        12, "apple-stream-inf", HlsSeverity.Must, "Each EXT-X-STREAM-INF has BANDWIDTH, AVERAGE-BANDWIDTH, CODECS, and for video RESOLUTION and FRAME-RATE.");

    public static HlsRule MeasuredAttributes { get; } = new(
        12, "rfc8216-picture-attributes", HlsSeverity.Must, "RESOLUTION is the frame size, and FRAME-RATE is at most 2 % below the measured frame rate, the highest of any segment of at least 1 s.");

    public static IEnumerable<HlsFinding> Check(MeasuredStream stream) =>
    [
        .. from variant in stream.Variants
           let missing = variant.Entry is { } entry ? FindMissing(entry, variant.Track.FirstVideo is not null).ToArray() : []
           where missing.Length > 0
           select RequiredAttributes.CreateFinding(stream.MasterName, $"expected BANDWIDTH, AVERAGE-BANDWIDTH, CODECS, RESOLUTION and FRAME-RATE for {variant.Track.Name}, found no {string.Join(", no ", missing)}; add the measured values"),
        .. stream.IFrames.Where(static i => i.Entry.Bandwidth is null)
            .Select(i => RequiredAttributes.CreateFinding(stream.MasterName, $"expected BANDWIDTH for the I-frame playlist {i.Entry.Uri}, found none; add the measured peak")),
        .. stream.Variants.SelectMany(v => CheckMeasuredAttributes(stream.MasterName, v)),
    ];

    private static IEnumerable<string> FindMissing(VariantStream entry, bool isVideo) => new (string Name, bool IsPresent)[]
    {
        ("BANDWIDTH", entry.Bandwidth is not null),
        ("AVERAGE-BANDWIDTH", entry.AverageBandwidth is not null),
        ("CODECS", !string.IsNullOrEmpty(entry.Codecs)),
        ("RESOLUTION", entry.Resolution is not null || !isVideo),
        ("FRAME-RATE", entry.FrameRate is not null || !isVideo),
    }.Where(static a => !a.IsPresent).Select(static a => a.Name);

    private static IEnumerable<HlsFinding> CheckMeasuredAttributes(string master, MeasuredVariant variant)
    {
        if (variant is not { Entry: { } entry, Track.FirstVideo: { } video })
        {
            yield break;
        }

        var size = video.Parameters is { } parameters ? new Resolution(parameters.Width, parameters.Height) : (Resolution?)null;
        if (entry.Resolution is { } declared && size is { } actual && declared != actual)
        {
            yield return MeasuredAttributes.CreateFinding(master, $"expected RESOLUTION={actual}, the frame size of {entry.Uri}, found {declared}; declare the frame size");
        }

        if (entry.FrameRate is { } rate && variant.Track.FrameRate > (double)rate * (1 + FrameRateTolerance))
        {
            yield return MeasuredAttributes.CreateFinding(master, $"expected FRAME-RATE of at least {variant.Track.FrameRate:0.000} for {entry.Uri} as measured, found {rate}; declare the highest rate");
        }
    }
}
