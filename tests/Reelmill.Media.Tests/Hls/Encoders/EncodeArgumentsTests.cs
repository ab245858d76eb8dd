using Reelmill.Media.Formats;
using Reelmill.Media.Hls.Encoders;
using Reelmill.Media.Hls.Ladders;
using Reelmill.Media.Interlacing;
using Reelmill.Media.Probing;

namespace Reelmill.Media.Tests.Hls.Encoders;

public sealed class EncodeArgumentsTests
{
    private static readonly VideoStream Source = new()
    {
        Index = 0,
        Disposition = new(true, false, false),
        TimeBase = new Rational(1, 12800),
        Width = 1920,
        Height = 1080,
        AverageFrameRate = new Rational(25, 1),
        RealFrameRate = new Rational(25, 1),
    };

    [Fact]
    public void One_decode_is_scaled_in_a_cascade_into_an_output_for_each_rendition()
    {
        var arguments = Arguments(Source, new EncodeOptions());

        Value(arguments, "-filter_complex").ShouldBe(
            "[0:0]scale=w='if(lt(abs(dar/1.777778-1),0.02),1920,min(1920,max(2,2*round(1080*dar/2))))':h='if(lt(abs(dar/1.777778-1),0.02),1080,min(1080,max(2,2*round(1920/dar/2))))':eval=frame:flags=bicubic:out_range=tv,"
            + "pad=1920:1080:x='2*trunc((ow-iw)/4)':y='2*trunc((oh-ih)/4)':eval=frame,setsar=1/1,format=yuv420p,setparams=colorspace=bt709,split=2[v0][s0];"
            + "[s0]scale=1280:720:flags=bicubic,setsar=1,split=2[v1][s1];"
            + "[s1]scale=640:360:flags=bicubic,setsar=1,split=2[v2][s2];"
            + "[s2]fps=1/2:start_time=0:round=up,scale=160:90:flags=area,format=yuvj420p[thumbnails]");
        arguments.Count(static a => a == "-i").ShouldBe(1);
        arguments.Count(static a => a == "libx264").ShouldBe(3);
    }

    [Fact]
    public void Encoder_threads_share_each_frame_so_that_rate_control_stays_deterministic()
    {
        var one = Arguments(Source, new EncodeOptions());
        var four = Arguments(Source, new EncodeOptions { Threads = 4 });

        Values(one, "-x264-params").ShouldBeEmpty();
        Values(one, "-threads").ShouldBe(["1", "1", "1", "1"]);
        Values(four, "-x264-params").ShouldBe(["sliced-threads=1", "sliced-threads=1", "sliced-threads=1"]);
        Values(four, "-threads").ShouldBe(["1", "4", "4", "4"]);
    }

    [Fact]
    public void Sources_are_deinterlaced_limited_to_60_fps_and_tone_mapped_as_needed()
    {
        Graph(Source, ScanType.TopFirst).ShouldStartWith("[0:0]scale=1920:1080:interl=-1,yadif=mode=send_frame:parity=tff:deint=all,scale=");
        Graph(Source with { IsInterlaced = true }).ShouldStartWith("[0:0]scale=");
        Graph(Source with { AverageFrameRate = new Rational(120, 1) }).ShouldStartWith("[0:0]fps=60,scale=");
        Graph(Source with { AverageFrameRate = new Rational(60_002, 1000) }).ShouldStartWith("[0:0]scale=");
        Graph(Source with { ColorTransfer = "smpte2084" }).ShouldContain("tonemap=hable");
        Graph(Source with { ColorTransfer = "arib-std-b67" }).ShouldContain("tonemap=hable");
        Graph(Source).ShouldNotContain("tonemap");
    }

    [Fact]
    public void One_filter_graph_serves_all_frame_sizes_unless_a_filter_needs_a_fixed_size()
    {
        Value(Arguments(Source, new EncodeOptions()), "-reinit_filter").ShouldBe("0");
        Values(Arguments(Source with { Orientation = new Orientation(90, false) }, new EncodeOptions()), "-reinit_filter").ShouldBeEmpty();
    }

    [Fact]
    public void The_encoder_is_limited_to_the_average_and_peak_bitrate_of_the_rung()
    {
        var arguments = Arguments(Source, new EncodeOptions { Preset = "medium" }, "720:3000/4000/main");

        (Value(arguments, "-b:v"), Value(arguments, "-maxrate"), Value(arguments, "-bufsize")).ShouldBe(("3000k", "4000k", "4000k"));
        (Value(arguments, "-profile:v"), Value(arguments, "-preset")).ShouldBe(("main", "medium"));
    }

    [Fact]
    public void A_part_seeks_to_the_keyframe_before_it_and_trims_to_exact_timestamps()
    {
        var plan = Plan(Source);
        var part = new EncodePart("part-0002", new FrameRange(768_000, 1_536_000, 58.5), HasVideo: true, HasNonVideo: false);

        var arguments = new EncodeArguments(plan, part, new EncodeOptions()).Build(new ProbeLimits());

        Value(arguments, "-ss").ShouldBe("58.501");
        Value(arguments, "-filter_complex").ShouldStartWith("[0:0]trim=start_pts=768000:end_pts=1536000,setpts=PTS-(0/TB),scale=");
        Value(arguments, "-filter_complex").ShouldNotContain("thumbnails");
    }

    [Fact]
    public void A_part_forces_only_its_own_keyframes_however_long_the_video_is()
    {
        var plan = Plan(Source) with { KeyframeTimes = [.. Enumerable.Range(0, 50_000).Select(static k => 2.0 * k)] };
        var part = new EncodePart("part-0003", new FrameRange(60 * 12_800, 66 * 12_800, 58.5), HasVideo: true, HasNonVideo: false);

        Value(new EncodeArguments(plan, part, new EncodeOptions()).Build(new ProbeLimits()), "-force_key_frames").ShouldBe("59.999,61.999,63.999");
        Value(new EncodeArguments(plan, EncodePart.Whole, new EncodeOptions()).Build(new ProbeLimits()), "-force_key_frames").ShouldBe("source");
    }

    private static string Graph(VideoStream video, ScanType scan = ScanType.Progressive) => Value(
        new EncodeArguments(Plan(video) with { Scan = scan }, EncodePart.Whole, new EncodeOptions()).Build(new ProbeLimits()), "-filter_complex");

    private static IReadOnlyList<string> Arguments(VideoStream video, EncodeOptions options, string ladder = "1080,720,360") =>
        new EncodeArguments(Plan(video, ladder), EncodePart.Whole, options).Build(new ProbeLimits());

    private static EncodePlan Plan(VideoStream video, string ladder = "1080,720,360") => EncodePlan.Create(
        new MediaInfo { Path = "clip.mp4", FormatNames = ["mov"], Streams = [video], Duration = TimeSpan.FromSeconds(60) }, Ladder.Parse(ladder), allowUpscale: false);

    private static string Value(IReadOnlyList<string> arguments, string option) => Values(arguments, option)[0];

    private static string[] Values(IReadOnlyList<string> arguments, string option) =>
        [.. arguments.Zip(arguments.Skip(1)).Where(p => p.First == option).Select(static p => p.Second)];
}
