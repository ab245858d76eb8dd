using Reelmill.Media.Formats.Playlists;
using Reelmill.Media.Hls.Checking.Measuring;

namespace Reelmill.Media.Hls.Checking.Rules;

/// <summary>8: initialisation segments are not encrypted; many players cannot decrypt them.</summary>
internal static class InitRules
{
    public static HlsRule Clear { get; } = new(
        8, "players-clear-init", HlsSeverity.Must, "EXT-X-MAP stands before any EXT-X-KEY, and the initialisation segment is in the clear.");

    public static IEnumerable<HlsFinding> Check(StreamFacts stream) =>
    [
        .. from track in stream.Readable
           from map in track.Playlist.Segments.Select(static s => s.Map).OfType<MediaMap>().Distinct()
           let key = map.Key
           where key is not null
           select Clear.In(track.Track.Name, $"expected #EXT-X-MAP for {map.Uri} before #EXT-X-KEY, found it after the key {key.Uri}, so that players take it for encrypted; write the map first"),
        .. stream.Tracks.SelectMany(static t => t.Inits)
            .Where(static i => i.Fault is { Kind: FaultKind.NotMedia })
            .Select(static i => Clear.In(i.Name, $"{i.Fault!.Message}")),
    ];
}
