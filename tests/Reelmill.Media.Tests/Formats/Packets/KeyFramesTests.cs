using Reelmill.Media.Frames;
using Reelmill.Media.Frames.Parts;
using Reelmill.Media.Hls.Encoders;
using Reelmill.Media.Hls.Ladders;
using Reelmill.Media.Interlacing;
using Reelmill.Media.Probing;
using Reelmill.Media.Tests.Chunking;
using Reelmill.Processes;
using Reelmill.Testing;

namespace Reelmill.Media.Tests.Formats.Packets;

/// <summary>A long video is entered only where a decoder can begin.</summary>
public sealed class KeyFramesTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly ProcessLauncher _launcher = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("-c:v gif", false)]
    [InlineData("-c:v h261", false)]
    [InlineData("-c:v vc2", false)]
    [InlineData("-c:v mjpeg", true)]
    [InlineData("-c:v libx264 -preset ultrafast -bf 0 -g 50", true)]
    [InlineData("-c:v libx264 -preset ultrafast -bf 2 -g 50", true)]
    public async Task Parts_begin_at_key_frames_that_are_some(string codec, bool hasKeyFrames)
    {
        var clip = _folder["clip.mkv"];
        await Tool.MakeAsync(["-f", "lavfi", "-i", "testsrc2=size=176x144:rate=10", "-t", "60", .. codec.Split(' '), "-fflags", "+bitexact", clip]);
        var media = await new Prober(_launcher).ProbeAsync(clip, CancellationToken.None);

        var cuts = await new DecodeCuts(_launcher, "ffprobe").FindAsync(clip, media, new SamplingOptions(), TimeSpan.FromSeconds(10), CancellationToken.None);
        var plan = EncodePlan.Create(media, Ladder.Parse("144"), allowUpscale: false) with { Scan = ScanType.Progressive };
        plan = await new PartPlanner(_launcher, "ffprobe").ApplyAsync(plan, CancellationToken.None);

        (cuts.Count > 0).ShouldBe(hasKeyFrames);
        plan.Parts.Count.ShouldBeGreaterThan(2);
        plan.Parts.Any(static p => p.Range?.SeekSeconds is not null).ShouldBe(hasKeyFrames);
    }

    [Fact]
    public async Task A_video_whose_times_are_those_of_decoding_is_decoded_whole_and_never_copied()
    {
        var (clip, wrong) = (_folder["clip.mp4"], _folder["wrong.mp4"]);
        await Tool.MakeAsync(["-f", "lavfi", "-i", "testsrc2=size=256x144:rate=10", "-t", "60", "-c:v", "libx264", "-preset", "veryfast", "-bf", "2", "-g", "20", "-pix_fmt", "yuv420p", "-fflags", "+bitexact", clip]);
        await Tool.MakeAsync(["-i", clip, "-c", "copy", "-bsf:v", "setts=ts=N*1024", wrong]);
        foreach (var (file, isRight) in new[] { (clip, true), (wrong, false) })
        {
            var media = await new Prober(_launcher).ProbeAsync(file, CancellationToken.None);
            var plan = EncodePlan.Create(media, Ladder.Parse("144:6000"), allowUpscale: false) with { Scan = ScanType.Progressive };

            var cuts = await new DecodeCuts(_launcher, "ffprobe").FindAsync(file, media, new SamplingOptions(), TimeSpan.FromSeconds(10), CancellationToken.None);
            var parts = await new PartPlanner(_launcher, "ffprobe").ApplyAsync(plan, CancellationToken.None);
            var copied = await new PassthroughPlanner(_launcher, "ffmpeg", "ffprobe", hasFrameDurations: true).ApplyAsync(plan, CancellationToken.None);

            (cuts.Count > 0).ShouldBe(isRight, file);
            (parts.Parts.Count > 1).ShouldBe(isRight, file);
            copied.Renditions[0].IsPassthrough.ShouldBe(isRight, file);
        }
    }
}
