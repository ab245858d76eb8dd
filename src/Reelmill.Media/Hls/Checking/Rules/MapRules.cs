using Reelmill.Media.Hls.Checking.Measuring;

namespace Reelmill.Media.Hls.Checking.Rules;

/// <summary>
/// 5: fragmented MP4 has an initialization segment, and byte ranges lie within their files (RFC 8216, 3.3, 4.3.2.2 and
/// 4.3.2.5).
/// </summary>
internal static class MapRules
{
    public static HlsRule Map { get; } = new(
        5, "rfc8216-map", HlsSeverity.Must, "EXT-X-MAP precedes the first fragmented MP4 segment; every byte range lies within its file.");

    public static IEnumerable<HlsFinding> Check(MeasuredStream stream) =>
    [
        .. stream.Tracks.SelectMany(static t => t.Segments)
            .Where(static s => s.Fault is { Kind: SegmentFaultKind.OutOfRange or SegmentFaultKind.Map })
            .Select(static s => Map.CreateFinding(s.Name, $"{s.Fault!.Message}")),
        .. stream.Tracks.SelectMany(static t => t.InitSegments)
            .Where(static i => i.Fault is { Kind: SegmentFaultKind.OutOfRange })
            .Select(static i => Map.CreateFinding(i.Name, $"{i.Fault!.Message}")),
    ];
}
