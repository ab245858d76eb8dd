using Reelmill.Media.Formats.Playlists;
using Reelmill.Media.Hls.Checking.Measuring;

namespace Reelmill.Media.Hls.Checking.Rules;

/// <summary>8: initialization segments are not encrypted; many players cannot decrypt them.</summary>
internal static class InitSegmentRules
{
    public static HlsRule ClearInitSegment { get; } = new(
        8, "players-clear-init", HlsSeverity.Must, "EXT-X-MAP precedes any EXT-X-KEY, and the initialization segment is not encrypted.");

    public static IEnumerable<HlsFinding> Check(MeasuredStream stream) =>
    [
        .. from track in stream.ReadableTracks
           from map in track.Playlist.Segments.Select(static s => s.Map).OfType<MediaMap>().Distinct()
           let key = map.Key
           where key is not null
           select ClearInitSegment.CreateFinding(track.Track.Name, $"expected #EXT-X-MAP for {map.Uri} before #EXT-X-KEY, found it after the key {key.Uri}, so players treat it as encrypted; write the map first"),
        .. stream.Tracks.SelectMany(static t => t.InitSegments)
            .Where(static i => i.Fault is { Kind: SegmentFaultKind.NotMedia })
            .Select(static i => ClearInitSegment.CreateFinding(i.Name, $"{i.Fault!.Message}")),
    ];
}
