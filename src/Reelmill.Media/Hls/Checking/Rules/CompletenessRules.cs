using Reelmill.Media.Formats.Playlists;
using Reelmill.Media.Hls.Checking.Measuring;

namespace Reelmill.Media.Hls.Checking.Rules;

/// <summary>3: the stream is finished, and everything that it names is there (RFC 8216, 4.3.3.4 and 4.3.3.5).</summary>
internal static class CompletenessRules
{
    public static HlsRule Ended { get; } = new(
        3, "rfc8216-ended", HlsSeverity.Must, "A finished stream has EXT-X-ENDLIST in every media playlist; without it players take it for live.");

    public static HlsRule Type { get; } = new(
        3, "apple-vod-type", HlsSeverity.Should, "A finished stream has EXT-X-PLAYLIST-TYPE:VOD in every media playlist.");

    public static HlsRule Files { get; } = new(
        3, "rfc8216-files", HlsSeverity.Must, "Every URI leads to a file that exists, is not empty, and is a playlist or media that can be read.");

    public static IEnumerable<HlsFinding> Check(StreamFacts stream) =>
    [
        .. stream.Readable.Where(static t => !t.Playlist.HasEnd)
            .Select(static t => Ended.In(t.Track.Name, $"expected #EXT-X-ENDLIST as the last line, found none; add it when no segments will follow")),
        .. stream.Readable.Where(static t => t.Playlist.Type != MediaPlaylist.Vod)
            .Select(static t => Type.In(t.Track.Name, $"expected #EXT-X-PLAYLIST-TYPE:VOD, found {t.Playlist.Type ?? "none"}; add it")),
        .. stream.Tracks.Where(static t => t.Unreadable is not null)
            .Select(static t => Files.In(t.Name, $"the media playlist cannot be read: {t.Unreadable}")),
        .. stream.Readable.Where(static t => t.Playlist.Segments.Count == 0)
            .Select(static t => Files.In(t.Track.Name, $"expected segments, found none; make the stream again")),
        .. stream.Tracks.SelectMany(static t => t.Segments)
            .Where(static s => s.Fault is { Kind: FaultKind.Missing or FaultKind.NotMedia })
            .Select(static s => Files.In(s.Name, $"{s.Fault!.Message}")),
        .. stream.Tracks.SelectMany(static t => t.Inits)
            .Where(static i => i.Fault is { Kind: FaultKind.Missing })
            .Select(static i => Files.In(i.Name, $"{i.Fault!.Message}")),
    ];
}
