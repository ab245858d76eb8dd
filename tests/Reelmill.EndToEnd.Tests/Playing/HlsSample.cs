using Reelmill.Testing.Programs;

namespace Reelmill.EndToEnd.Tests.Playing;

/// <summary>
/// An output that ffmpeg makes: 20 s of a moving frame in three sizes, two sounds in a group of their own and one set
/// of subtitles, in segments of 2 s.
/// </summary>
internal static class HlsSample
{
    public const double Seconds = 20;
    public const int FramesPerSecond = 25;

    private const string Scale = "[0:v]split=3[a][b][c];[a]null[large];[b]scale=480:270[medium];[c]scale=320:180[small]";

    /// <param name="folder">Where it goes; made when it is not there.</param>
    /// <param name="segmentType"><c>fmp4</c> or <c>mpegts</c>, as ffmpeg calls them.</param>
    public static async Task MakeAsync(string folder, string segmentType)
    {
        Directory.CreateDirectory(folder);
        await Tool.RunAsync(
            "ffmpeg",
            ["-nostdin", "-v", "error", "-f", "lavfi", "-i", $"testsrc2=size=640x360:rate={FramesPerSecond}",
             "-f", "lavfi", "-i", "sine=frequency=440:sample_rate=48000", "-f", "lavfi", "-i", "sine=frequency=880:sample_rate=48000",
             "-t", $"{Seconds}", "-filter_complex", Scale,
             "-map", "[small]", "-map", "[medium]", "-map", "[large]", "-map", "1:a", "-map", "2:a",
             "-c:v", "libx264", "-preset", "ultrafast", "-threads", "1", "-pix_fmt", "yuv420p", "-g", "50", "-keyint_min", "50", "-sc_threshold", "0",
             "-b:v:0", "150k", "-b:v:1", "300k", "-b:v:2", "600k", "-c:a", "aac", "-b:a", "64k",
             "-f", "hls", "-hls_time", "2", "-hls_playlist_type", "vod", "-hls_segment_type", segmentType, "-hls_flags", "independent_segments",
             "-master_pl_name", "master.m3u8", "-var_stream_map",
             "v:0,agroup:sound,name:small v:1,agroup:sound,name:medium v:2,agroup:sound,name:large "
             + "a:0,agroup:sound,name:low,default:yes,language:en a:1,agroup:sound,name:high,language:fr",
             Path.Combine(folder, "%v", "index.m3u8")]);

        // A transport stream starts at 1.4 s on its own clock, of 90,000 ticks a second.
        await AddSubtitlesAsync(folder, segmentType == "mpegts" ? 126_000 : 0);
    }

    private static async Task AddSubtitlesAsync(string folder, int start)
    {
        var texts = Directory.CreateDirectory(Path.Combine(folder, "texts")).FullName;
        await File.WriteAllTextAsync(Path.Combine(texts, "all.vtt"), $"""
            WEBVTT
            X-TIMESTAMP-MAP=MPEGTS:{start},LOCAL:00:00:00.000

            00:01.000 --> 00:03.000
            first

            00:08.500 --> 00:10.000
            second

            """);
        await File.WriteAllTextAsync(Path.Combine(texts, "index.m3u8"), $"""
            #EXTM3U
            #EXT-X-VERSION:3
            #EXT-X-TARGETDURATION:{Seconds}
            #EXT-X-PLAYLIST-TYPE:VOD
            #EXTINF:{Seconds},
            all.vtt
            #EXT-X-ENDLIST

            """);
        var master = Path.Combine(folder, "master.m3u8");
        var lines = (await File.ReadAllLinesAsync(master)).Select(static l => l.StartsWith("#EXT-X-STREAM-INF", StringComparison.Ordinal) ? $"{l},SUBTITLES=\"texts\"" : l).ToList();
        lines.Insert(2, "#EXT-X-MEDIA:TYPE=SUBTITLES,GROUP-ID=\"texts\",NAME=\"English\",LANGUAGE=\"en\",URI=\"texts/index.m3u8\"");
        await File.WriteAllLinesAsync(master, lines);
    }
}
