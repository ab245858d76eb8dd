using Reelmill.Media.Formats.Playlists;
using Reelmill.Media.Hls.Encryption;

namespace Reelmill.Media.Hls.Packaging;

/// <summary>The media playlists of a track: one of its segments, and one of its key frames.</summary>
/// <param name="targetSeconds">The target duration that all playlists share.</param>
/// <param name="keys">The keys; null for a clear stream.</param>
internal sealed class TrackPlaylists(int targetSeconds, StreamKeys? keys)
{
    /// <summary>The segments. Their vectors are their numbers, which is what players take when a key names none.</summary>
    public MediaPlaylist Segments(PackagedTrack track)
    {
        var map = MapOf(track.Init);
        return Finished(new MediaPlaylist
        {
            TargetDuration = targetSeconds,
            IndependentSegments = true,
            Segments = [.. track.Segments.Select((s, i) => new MediaSegment(s.Uri, Written(s.Seconds)) { Map = map, Key = KeyOf(i, vector: null) })],
        });
    }

    /// <summary>
    /// The key frames as parts of the segments. Encrypted ones are found by the positions in the encrypted file, which are
    /// those in the clear one (RFC 8216, 6.3.6); since they are numbered otherwise, each segment's vector is written out.
    /// </summary>
    public MediaPlaylist KeyPictures(PackagedTrack track)
    {
        var map = MapOf(track.KeyPictureInit ?? track.Init);
        return Finished(new MediaPlaylist
        {
            TargetDuration = targetSeconds,
            IFramesOnly = true,
            Segments =
            [
                .. track.KeyPictures.Select(p => new MediaSegment(track.Segments[p.Segment].Uri, Written(p.Seconds))
                {
                    Range = new ByteRange(p.Bytes, p.Position),
                    Map = map,
                    Key = KeyOf(p.Segment, SegmentCipher.Format(SegmentCipher.VectorOf(p.Segment))),
                }),
            ],
        });
    }

    private static MediaPlaylist Finished(MediaPlaylist playlist) =>
        playlist with { Version = playlist.MinimumVersion, Type = MediaPlaylist.Vod, HasEnd = true };

    private static MediaMap? MapOf(string? file) => file is null ? null : new MediaMap(file);

    private SegmentKey? KeyOf(int segment, string? vector) => keys is null ? null : new(SegmentKey.Aes128, keys.UriOf(keys.IndexOf(segment)), vector);

    /// <summary>With all its decimals, also when they are zeros.</summary>
    private static decimal Written(double seconds) => (decimal)seconds + 0.00000m;
}
