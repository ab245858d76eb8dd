using Reelmill.Media.Hls.Checking.Measuring;

namespace Reelmill.Media.Hls.Checking.Rules;

/// <summary>5: fragmented MP4 has its initialisation segment, and byte ranges lie inside their files (RFC 8216, 3.3, 4.3.2.2 and 4.3.2.5).</summary>
internal static class MapRules
{
    public static HlsRule Map { get; } = new(
        5, "rfc8216-map", HlsSeverity.Must, "Before the first segment of fragmented MP4 stands EXT-X-MAP; every byte range lies inside its file.");

    public static IEnumerable<HlsFinding> Check(StreamFacts stream) =>
    [
        .. stream.Tracks.SelectMany(static t => t.Segments)
            .Where(static s => s.Fault is { Kind: FaultKind.OutOfRange or FaultKind.Map })
            .Select(static s => Map.In(s.Name, $"{s.Fault!.Message}")),
        .. stream.Tracks.SelectMany(static t => t.Inits)
            .Where(static i => i.Fault is { Kind: FaultKind.OutOfRange })
            .Select(static i => Map.In(i.Name, $"{i.Fault!.Message}")),
    ];
}
