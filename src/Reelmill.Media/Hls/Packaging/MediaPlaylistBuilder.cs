using Reelmill.Media.Formats.Playlists;
using Reelmill.Media.Hls.Encryption;

namespace Reelmill.Media.Hls.Packaging;

/// <summary>Builds the media playlists of a track: one of its segments, and one of its I-frames.</summary>
/// <param name="targetDuration">The target duration that all playlists share.</param>
/// <param name="keys">The keys; null for a clear stream.</param>
internal sealed class MediaPlaylistBuilder(int targetDuration, StreamKeys? keys)
{
    /// <summary>
    /// Builds the playlist of the segments. Initialization vectors are the media sequence numbers, the default when
    /// EXT-X-KEY has no IV.
    /// </summary>
    public MediaPlaylist BuildMediaPlaylist(PackagedTrack track)
    {
        var map = CreateMap(track.Init);
        return Finish(new MediaPlaylist
        {
            TargetDuration = targetDuration,
            IndependentSegments = true,
            Segments = [.. track.Segments.Select((s, i) => new MediaSegment(s.Uri, ToDecimal(s.Seconds)) { Map = map, Key = CreateKey(i, iv: null) })],
        });
    }

    /// <summary>
    /// Builds the I-frame playlist: byte ranges of the segments, whose positions are the same in the encrypted file
    /// (RFC 8216, 6.3.6). The IV is explicit, since media sequence numbers of this playlist are not those of the
    /// segments.
    /// </summary>
    public MediaPlaylist BuildIFramePlaylist(PackagedTrack track)
    {
        var map = CreateMap(track.IFrameInit ?? track.Init);
        return Finish(new MediaPlaylist
        {
            TargetDuration = targetDuration,
            IFramesOnly = true,
            Segments =
            [
                .. track.Keyframes.Select(p => new MediaSegment(track.Segments[p.Segment].Uri, ToDecimal(p.Seconds))
                {
                    Range = new ByteRange(p.Bytes, p.Position),
                    Map = map,
                    Key = CreateKey(p.Segment, SegmentCipher.FormatIv(SegmentCipher.CreateIv(p.Segment))),
                }),
            ],
        });
    }

    private static MediaPlaylist Finish(MediaPlaylist playlist) =>
        playlist with { Version = playlist.MinimumVersion, Type = MediaPlaylist.Vod, HasEnd = true };

    private static MediaMap? CreateMap(string? file) => file is null ? null : new MediaMap(file);

    private SegmentKey? CreateKey(int segment, string? iv) => keys is null ? null : new(SegmentKey.Aes128, keys.GetUri(keys.GetKeyIndex(segment)), iv);

    /// <summary>Converts a duration to a decimal that prints all its decimals, including zeros.</summary>
    private static decimal ToDecimal(double seconds) => (decimal)seconds + 0.00000m;
}
