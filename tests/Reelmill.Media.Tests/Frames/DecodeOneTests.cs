using Reelmill.Media.Frames;
using Reelmill.Media.Probing;
using Reelmill.Processes;
using Reelmill.Testing;

namespace Reelmill.Media.Tests.Frames;

/// <summary>A single decoded frame equals the sampled frame byte for byte.</summary>
public sealed class DecodeOneTests
{
    private static readonly ProcessLauncher Launcher = new();
    private static readonly FrameDecoder Decoder = new(Launcher, "ffmpeg", new ProbeLimits());

    [DrawnTheory]
    [InlineData("phone-white-dog-1080p-vfr.mp4", SamplingMode.Interval)]
    [InlineData("phone-dog-at-stove-rotated-180-10fps.mp4", SamplingMode.Interval)]
    [InlineData("big-buck-bunny-1080p-mpeg2.ts", SamplingMode.Interval)]
    [InlineData("cockatoo-yuv444-seek-hazard.mp4", SamplingMode.Interval)]
    [InlineData("no-duration-header-vp9-opus.webm", SamplingMode.Interval)]
    [InlineData("raw-annexb-resolution-change.h264", SamplingMode.Interval)]
    [InlineData("roof-view-portrait-av1-10bit-hdr10.mp4", SamplingMode.Interval)]
    [InlineData("carphone-qcif-176x144.mp4", SamplingMode.Keyframes)]
    [InlineData("cockatoo-yuv444-seek-hazard.mp4", SamplingMode.Scenes)]
    public async Task A_single_decoded_frame_equals_the_sample(string name, SamplingMode mode)
    {
        var path = TestMedia.Path("video", name);
        var media = await new Prober(Launcher).ProbeAsync(path, CancellationToken.None);
        var sampling = new SamplingOptions { Mode = mode };
        var samples = await SamplesAsync(path, media, sampling);

        foreach (var index in new[] { 0, samples.Count / 2, samples.Count - 1 }.Distinct())
        {
            var (timeMs, pixels) = samples[index];
            using var one = await Decoder.DecodeOneAsync(path, media, sampling, timeMs, f => f.Pixels.Span.SequenceEqual(pixels), CancellationToken.None);

            one.ShouldNotBeNull($"{name} at {timeMs} ms");
            one.Pixels.Span.SequenceEqual(pixels).ShouldBeTrue($"{name} at {timeMs} ms");
        }
    }

    [DrawnTheory]
    [InlineData("counter-animation-1080p-hevc-10s.mp4", true)]
    [InlineData("screen-recording-vfr-3026x1386.mp4", true)]
    [InlineData("screencast-person-inset-mpeg2.mpeg", true)]
    [InlineData("flipping-pancake-240p-h264-opus.mkv", true)]
    [InlineData("roadtrip-vp9-10bit.webm", true)]
    [InlineData("camera-driving-mjpeg-pcm.avi", true)]
    [InlineData("cockatoo-yuv444-seek-hazard.mp4", false)]
    public async Task A_frame_after_a_seek_is_verified(string name, bool isExpected)
    {
        var path = TestMedia.Path("video", name);
        var media = await new Prober(Launcher).ProbeAsync(path, CancellationToken.None);
        var (timeMs, pixels) = (await SamplesAsync(path, media, new SamplingOptions()))[^1];
        bool? verified = null;

        using var one = await Decoder.DecodeOneAsync(
            path, media, new SamplingOptions(), timeMs, f => (verified = f.Pixels.Span.SequenceEqual(pixels)).Value, CancellationToken.None);

        verified.ShouldBe(isExpected);
    }

    [Fact]
    public async Task A_time_between_samples_has_no_frame()
    {
        var path = TestMedia.Path("video", "phone-dog-at-stove-rotated-180-10fps.mp4");
        var media = await new Prober(Launcher).ProbeAsync(path, CancellationToken.None);

        (await Decoder.DecodeOneAsync(path, media, new SamplingOptions(), 1, static _ => true, CancellationToken.None)).ShouldBeNull();
        (await Decoder.DecodeOneAsync(path, media, new SamplingOptions(), 3_600_000_000, static _ => true, CancellationToken.None)).ShouldBeNull();
    }

    private static async Task<List<(long TimeMs, byte[] Pixels)>> SamplesAsync(string path, MediaInfo media, SamplingOptions sampling)
    {
        var samples = new List<(long, byte[])>();
        await foreach (var frame in Decoder.DecodeAsync(path, media, sampling, null, CancellationToken.None))
        {
            using (frame)
            {
                samples.Add((frame.TimeMs, frame.Pixels.ToArray()));
            }
        }

        return samples;
    }
}
