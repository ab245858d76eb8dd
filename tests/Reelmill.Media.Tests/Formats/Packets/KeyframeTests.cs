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

/// <summary>Parts of a long video begin only where a decoder can begin.</summary>
public sealed class KeyframeTests : IDisposable
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
    public async Task Parts_begin_at_keyframes_only_where_the_keyframe_flags_are_reliable(string codec, bool isReliable)
    {
        var clip = _folder["clip.mkv"];
        await ReferenceTool.MakeAsync(["-f", "lavfi", "-i", "testsrc2=size=176x144:rate=10", "-t", "60", .. codec.Split(' '), "-fflags", "+bitexact", clip]);
        var media = await new Prober(_launcher).ProbeAsync(clip, CancellationToken.None);

        var decodeParts = await new DecodePartPlanner(_launcher, "ffprobe").PlanAsync(clip, media, new SamplingOptions(), TimeSpan.FromSeconds(10), CancellationToken.None);
        var plan = EncodePlan.Create(media, Ladder.Parse("144"), allowUpscale: false) with { Scan = ScanType.Progressive };
        plan = await new PartPlanner(_launcher, "ffprobe").ApplyAsync(plan, CancellationToken.None);

        (decodeParts.Count > 0).ShouldBe(isReliable);
        plan.Parts.Count.ShouldBeGreaterThan(2);
        plan.Parts.Any(static p => p.Range?.SeekSeconds is not null).ShouldBe(isReliable);
    }

    [Fact]
    public async Task A_video_whose_presentation_times_equal_its_decoding_times_is_decoded_in_one_piece_and_never_copied()
    {
        var (clip, broken) = (_folder["clip.mp4"], _folder["wrong.mp4"]);
        await ReferenceTool.MakeAsync(["-f", "lavfi", "-i", "testsrc2=size=256x144:rate=10", "-t", "60", "-c:v", "libx264", "-preset", "veryfast", "-bf", "2", "-g", "20", "-pix_fmt", "yuv420p", "-fflags", "+bitexact", clip]);
        await ReferenceTool.MakeAsync(["-i", clip, "-c", "copy", "-bsf:v", "setts=ts=N*1024", broken]);
        foreach (var (file, isReliable) in new[] { (clip, true), (broken, false) })
        {
            var media = await new Prober(_launcher).ProbeAsync(file, CancellationToken.None);
            var plan = EncodePlan.Create(media, Ladder.Parse("144:6000"), allowUpscale: false) with { Scan = ScanType.Progressive };

            var decodeParts = await new DecodePartPlanner(_launcher, "ffprobe").PlanAsync(file, media, new SamplingOptions(), TimeSpan.FromSeconds(10), CancellationToken.None);
            var plannedParts = await new PartPlanner(_launcher, "ffprobe").ApplyAsync(plan, CancellationToken.None);
            var copied = await new PassthroughPlanner(_launcher, "ffmpeg", "ffprobe", hasFrameDurations: true).ApplyAsync(plan, CancellationToken.None);

            (decodeParts.Count > 0).ShouldBe(isReliable, file);
            (plannedParts.Parts.Count > 1).ShouldBe(isReliable, file);
            copied.Renditions[0].IsPassthrough.ShouldBe(isReliable, file);
        }
    }
}
