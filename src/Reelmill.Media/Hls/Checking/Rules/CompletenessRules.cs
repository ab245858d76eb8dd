using Reelmill.Media.Formats.Playlists;
using Reelmill.Media.Hls.Checking.Measuring;

namespace Reelmill.Media.Hls.Checking.Rules;

/// <summary>3: the stream is finished, and every file that it references exists (RFC 8216, 4.3.3.4 and 4.3.3.5).</summary>
internal static class CompletenessRules
{
    public static HlsRule EndList { get; } = new(
        3, "rfc8216-ended", HlsSeverity.Must, "A finished stream has EXT-X-ENDLIST in every media playlist; without it players treat it as live.");

    public static HlsRule PlaylistType { get; } = new(
        3, "apple-vod-type", HlsSeverity.Should, "A finished stream has EXT-X-PLAYLIST-TYPE:VOD in every media playlist.");

    public static HlsRule ReadableFiles { get; } = new(
        3, "rfc8216-files", HlsSeverity.Must, "Every URI resolves to a file that exists, is not empty, and is a readable playlist or media file.");

    public static IEnumerable<HlsFinding> Check(MeasuredStream stream) =>
    [
        .. stream.ReadableTracks.Where(static t => !t.Playlist.HasEnd)
            .Select(static t => EndList.CreateFinding(t.Track.Name, $"expected #EXT-X-ENDLIST as the last line, found none; add it when no segments will follow")),
        .. stream.ReadableTracks.Where(static t => t.Playlist.Type != MediaPlaylist.Vod)
            .Select(static t => PlaylistType.CreateFinding(t.Track.Name, $"expected #EXT-X-PLAYLIST-TYPE:VOD, found {t.Playlist.Type ?? "none"}; add it")),
        .. stream.Tracks.Where(static t => t.Unreadable is not null)
            .Select(static t => ReadableFiles.CreateFinding(t.Name, $"the media playlist cannot be read: {t.Unreadable}")),
        .. stream.ReadableTracks.Where(static t => t.Playlist.Segments.Count == 0)
            .Select(static t => ReadableFiles.CreateFinding(t.Track.Name, $"expected segments, found none; create the stream again")),
        .. stream.Tracks.SelectMany(static t => t.Segments)
            .Where(static s => s.Fault is { Kind: SegmentFaultKind.Missing or SegmentFaultKind.NotMedia })
            .Select(static s => ReadableFiles.CreateFinding(s.Name, $"{s.Fault!.Message}")),
        .. stream.Tracks.SelectMany(static t => t.InitSegments)
            .Where(static i => i.Fault is { Kind: SegmentFaultKind.Missing })
            .Select(static i => ReadableFiles.CreateFinding(i.Name, $"{i.Fault!.Message}")),
    ];
}
