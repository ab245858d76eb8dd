using Reelmill.Media.Frames;
using Reelmill.Media.Probing;
using Reelmill.Media.Tests.Frames;
using Reelmill.Processes;
using Reelmill.Testing;

namespace Reelmill.Media.Tests.Interlacing;

/// <summary>Sampled frames of interlaced videos have no combing, and a single decoded frame equals the sample byte for byte.</summary>
public sealed class InterlacedFrameTests : IDisposable
{
    private static readonly SamplingOptions Interval = new() { Every = TimeSpan.FromMilliseconds(500) };

    private readonly InterlacedClips _clips = new();

    [DrawnTheory]
    [InlineData("13-interlaced-woven")]
    [InlineData("h264-top.mp4")]
    [InlineData("h264-bottom.ts")]
    [InlineData("h264-top-unsaid.mkv")]
    [InlineData("h264-bottom-unsaid.avi")]
    [InlineData("mpeg2-top.ts")]
    [InlineData("mpeg2-bottom.mpg")]
    [InlineData("mpeg2-top.wtv")]
    [InlineData("mjpeg-bottom-unsaid.avi")]
    [InlineData("h264-telecine.mp4")]
    public async Task Frames_have_no_combing_and_are_restored_byte_for_byte(string name) => await HasNoCombingAsync(await PathAsync(name), Interval);

    [Theory]
    [InlineData(SamplingMode.Interval, true)]
    [InlineData(SamplingMode.Keyframes, false)]
    [InlineData(SamplingMode.Scenes, false)]
    public async Task Frames_have_no_combing_in_any_sampling_mode(SamplingMode mode, bool fast) =>
        await HasNoCombingAsync(await _clips.MakeAsync("h264-top.mp4"), Interval with { Mode = mode, Fast = fast });

    [Theory]
    [InlineData("h264-psf.mp4")]
    [InlineData("mpeg2-psf.ts")]
    public async Task Progressive_frames_with_interlaced_flags_keep_every_byte(string name)
    {
        var path = await _clips.MakeAsync(name);

        var samples = await FrameSamples.AllAsync(path, new SamplingOptions());

        foreach (var sample in samples)
        {
            var stored = await Chunking.ReferenceTool.BytesAsync(
                "ffmpeg", "-nostdin", "-v", "error", "-i", path, "-map", "0:v:0", "-vf",
                FormattableString.Invariant($"setpts=PTS-STARTPTS,select='gte(t,{sample.TimeMs / 1000.0 - 0.001:0.000})',format=yuv420p"), "-frames:v", "1", "-f", "rawvideo", "pipe:1");
            stored.Span.SequenceEqual(sample.Pixels).ShouldBeTrue($"{name} at {sample.TimeMs} ms");
        }
    }

    [Theory]
    [InlineData("h264-top.mkv", 1)]
    [InlineData("h264-bottom.mp4", 0)]
    public async Task Frames_of_parts_equal_those_of_one_decode(string name, int extraSlots)
    {
        var path = await _clips.MakeAsync(name, 12);
        var media = await FrameSamples.ProbeAsync(path);
        var launcher = new ProcessLauncher();
        var frameDecoder = new FrameDecoder(launcher, "ffmpeg", new ProbeLimits());
        var sampling = new SamplingOptions { Every = TimeSpan.FromMilliseconds(500) };
        var parallelDecoder = new Media.Frames.Parts.ParallelDecoder(frameDecoder, launcher, "ffprobe", new Media.Frames.Parts.DecodeSlots(4 + extraSlots)) { PartLength = TimeSpan.FromSeconds(3) };

        var frames = new List<Sample>();
        await foreach (var frame in parallelDecoder.DecodeAsync(path, media, sampling, null, CancellationToken.None))
        {
            using (frame)
            {
                frames.Add(Sample.From(frame));
            }
        }

        var expected = await FrameSamples.AllAsync(path, sampling);
        frames.Select(static f => f.TimeMs).ShouldBe(expected.Select(static f => f.TimeMs));
        frames.Zip(expected).Count(static p => p.First.Pixels.AsSpan().SequenceEqual(p.Second.Pixels)).ShouldBe(expected.Count);
    }

    public void Dispose() => _clips.Dispose();

    private async Task<string> PathAsync(string name) =>
        name.Contains('.', StringComparison.Ordinal) ? await _clips.MakeAsync(name) : TestCases.Path(name, "int.mkv");

    /// <summary>Compares the samples with a temporal deinterlacer on the whole video.</summary>
    private static async Task HasNoCombingAsync(string path, SamplingOptions sampling)
    {
        var samples = await FrameSamples.AllAsync(path, sampling);
        var (width, height) = (samples[0].Width, samples[0].Height);
        var reference = (await CombMeter.MeasureFileAsync(path, width, height, "bwdif=mode=send_frame:deint=all")).Average();
        var interlaced = (await CombMeter.MeasureFileAsync(path, width, height)).Average();

        interlaced.ShouldBeGreaterThan(reference * 1.2);
        samples.Average(static s => CombMeter.Measure(s.Pixels, s.Width, s.Height)).ShouldBeLessThan(reference * 1.3);
        foreach (var sample in new[] { samples[samples.Count / 2], samples[^1] }.Distinct())
        {
            var one = await FrameSamples.OneAsync(path, sampling, sample.TimeMs);

            one.ShouldNotBeNull($"at {sample.TimeMs} ms");
            one.Pixels.AsSpan().SequenceEqual(sample.Pixels).ShouldBeTrue($"at {sample.TimeMs} ms");
        }
    }
}
