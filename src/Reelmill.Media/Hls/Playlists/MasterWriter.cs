using System.Globalization;
using System.Text;

namespace Reelmill.Media.Hls.Playlists;

/// <summary>Writes the master playlist: what there is, with bitrates as they were measured.</summary>
internal static class MasterWriter
{
    private const int Version = 6;

    public static string Write(StreamDescription stream)
    {
        var text = new StringBuilder().Append(CultureInfo.InvariantCulture, $"#EXTM3U\n#EXT-X-VERSION:{Version}\n#EXT-X-INDEPENDENT-SEGMENTS\n");
        for (var i = 0; i < stream.Audio.Count; i++)
        {
            var audio = stream.Audio[i];
            Add(text, $"#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID=\"audio\",NAME=\"{audio.Label}\",LANGUAGE=\"{audio.Language}\",DEFAULT={YesNo(i == 0)},AUTOSELECT=YES,CHANNELS=\"{audio.Channels}\",URI=\"{audio.Track.Playlist}\"\n");
        }

        foreach (var subtitles in stream.Subtitles)
        {
            Add(text, $"#EXT-X-MEDIA:TYPE=SUBTITLES,GROUP-ID=\"subtitles\",NAME=\"{subtitles.Label}\",LANGUAGE=\"{subtitles.Language}\",DEFAULT=NO,AUTOSELECT=YES,FORCED={YesNo(subtitles.IsForced)},URI=\"{subtitles.Track.Playlist}\"\n");
        }

        foreach (var video in stream.Videos)
        {
            var measured = VariantBandwidth.Of(video.Track, stream);
            Add(text, $"#EXT-X-STREAM-INF:BANDWIDTH={measured.Peak},AVERAGE-BANDWIDTH={measured.Average},CODECS=\"{Codecs(video, stream)}\",{Picture(video)}{FrameRate(stream)}{Groups(stream)},CLOSED-CAPTIONS=NONE\n{video.Track.Playlist}\n");
        }

        foreach (var video in stream.Videos)
        {
            var measured = VariantBandwidth.OfKeyPictures(video.Track, stream);
            Add(text, $"#EXT-X-I-FRAME-STREAM-INF:BANDWIDTH={measured.Peak},AVERAGE-BANDWIDTH={measured.Average},CODECS=\"{video.Track.Codec}\",{Picture(video)},URI=\"{video.Track.KeyPicturePlaylist}\"\n");
        }

        return text.ToString();
    }

    private static string Codecs(VideoVariant video, StreamDescription stream) =>
        string.Join(',', new[] { video.Track.Codec }.Concat(stream.Audio.Select(static a => a.Track.Codec).Distinct(StringComparer.Ordinal)));

    private static string Picture(VideoVariant video) =>
        string.Create(CultureInfo.InvariantCulture, $"RESOLUTION={video.Rendition.Width}x{video.Rendition.Height}");

    private static string FrameRate(StreamDescription stream) => stream.FrameRate is { } rate
        ? string.Create(CultureInfo.InvariantCulture, $",FRAME-RATE={rate:0.000}")
        : string.Empty;

    private static string Groups(StreamDescription stream) =>
        (stream.Audio.Count > 0 ? ",AUDIO=\"audio\"" : string.Empty) + (stream.Subtitles.Count > 0 ? ",SUBTITLES=\"subtitles\"" : string.Empty);

    private static string YesNo(bool value) => value ? "YES" : "NO";

    private static void Add(StringBuilder text, FormattableString line) => text.Append(line.ToString(CultureInfo.InvariantCulture));
}
