using System.Globalization;
using System.Text;
using Reelmill.Media.Hls.Encryption;
using Reelmill.Media.Hls.Packaging;

namespace Reelmill.Media.Hls.Playlists;

/// <summary>Writes the media playlists of a finished stream (RFC 8216, 4.3): one for each track, and one of its key frames.</summary>
/// <param name="targetSeconds">The target duration that all playlists share.</param>
/// <param name="keys">The keys; null for a clear stream.</param>
internal sealed class PlaylistWriter(int targetSeconds, StreamKeys? keys)
{
    /// <summary>MAP in a playlist of whole segments needs 6; decimal durations, in a stream without it, 3.</summary>
    private const int VersionWithMap = 6;

    private const int VersionPlain = 3;

    /// <summary>MAP in a playlist of key frames needs 5, byte ranges 4.</summary>
    private const int VersionKeyPictures = 5;

    public string Media(PackagedTrack track)
    {
        var text = Begin(track.Init is null ? VersionPlain : VersionWithMap);
        text.Append("#EXT-X-INDEPENDENT-SEGMENTS\n");
        AddMap(text, track);
        for (var i = 0; i < track.Segments.Count; i++)
        {
            if (keys is not null && (i == 0 || keys.IndexOf(i) != keys.IndexOf(i - 1)))
            {
                Add(text, $"#EXT-X-KEY:METHOD=AES-128,URI=\"{keys.UriOf(keys.IndexOf(i))}\"\n");
            }

            Add(text, $"#EXTINF:{track.Segments[i].Seconds:0.00000},\n{track.Segments[i].Uri}\n");
        }

        return End(text);
    }

    /// <summary>
    /// The key frames as parts of the segments. Encrypted ones are found by the positions in the encrypted file, which are
    /// those in the clear one (RFC 8216, 6.3.6); since they are numbered otherwise, each segment's IV is written out.
    /// </summary>
    public string KeyPictures(PackagedTrack track)
    {
        var text = Begin(Math.Max(VersionKeyPictures, track.Init is null ? 0 : VersionWithMap));
        text.Append("#EXT-X-I-FRAMES-ONLY\n");
        AddMap(text, track);
        var segment = -1;
        foreach (var picture in track.KeyPictures)
        {
            if (keys is not null && picture.Segment != segment)
            {
                Add(text, $"#EXT-X-KEY:METHOD=AES-128,URI=\"{keys.UriOf(keys.IndexOf(picture.Segment))}\",IV=0x{Convert.ToHexStringLower(StreamKeys.VectorOf(picture.Segment))}\n");
            }

            segment = picture.Segment;
            Add(text, $"#EXTINF:{picture.Seconds:0.00000},\n#EXT-X-BYTERANGE:{picture.Bytes}@{picture.Position}\n{track.Segments[segment].Uri}\n");
        }

        return End(text);
    }

    private StringBuilder Begin(int version) => new StringBuilder().Append(
        CultureInfo.InvariantCulture,
        $"#EXTM3U\n#EXT-X-VERSION:{version}\n#EXT-X-TARGETDURATION:{targetSeconds}\n#EXT-X-MEDIA-SEQUENCE:0\n#EXT-X-PLAYLIST-TYPE:VOD\n");

    private static void AddMap(StringBuilder text, PackagedTrack track)
    {
        if (track.Init is { } init)
        {
            Add(text, $"#EXT-X-MAP:URI=\"{init}\"\n");
        }
    }

    private static string End(StringBuilder text) => text.Append("#EXT-X-ENDLIST\n").ToString();

    private static void Add(StringBuilder text, FormattableString line) => text.Append(line.ToString(CultureInfo.InvariantCulture));
}
