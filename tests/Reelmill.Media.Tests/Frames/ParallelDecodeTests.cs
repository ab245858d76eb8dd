using System.Security.Cryptography;
using Reelmill.Core;
using Reelmill.Media.Frames;
using Reelmill.Media.Frames.Parts;
using Reelmill.Media.Probing;
using Reelmill.Processes;
using Reelmill.Testing;

namespace Reelmill.Media.Tests.Frames;

/// <summary>The frames of a video that is decoded in parts equal those of one decode byte for byte.</summary>
public sealed class ParallelDecodeTests
{
    private static readonly ProcessLauncher Launcher = new();
    private static readonly FrameDecoder Decoder = new(Launcher, "ffmpeg", new ProbeLimits());
    private static readonly TimeSpan PartLength = TimeSpan.FromSeconds(2);

    [DrawnTheory]
    [InlineData("people-enter-one-by-one-139s-10fps.mp4", 1000)]
    [InlineData("talking-face-200s-no-audio.mp4", 700)]
    [InlineData("two-flies-384x384-73s-dark.mp4", 333)]
    [InlineData("sintel-trailer-720p-many-scene-cuts.mp4", 1000)]
    [InlineData("big-buck-bunny-720p-vp8-vorbis-30s.webm", 500)]
    [InlineData("nasa-artemis-promo-vp9-60fps-many-cuts.mkv", 500)]
    [InlineData("nature-shots-crossfades-720p.mp4", 500)]
    public async Task Frames_of_parts_equal_those_of_one_decode(string name, int everyMs)
    {
        var video = await VideoAsync(name, everyMs);
        var expected = await HashesAsync(video.Decode());

        var (frames, fromOnePiece, parts) = await DecodeInPartsAsync(video, await PlanAsync(video));

        frames.ShouldBe(expected);
        parts.ShouldBeGreaterThan(0);
        fromOnePiece.ShouldBeLessThan(expected.Count);
    }

    [Fact]
    public async Task Frames_of_parts_equal_those_of_one_decode_when_non_reference_frames_are_skipped()
    {
        var video = await VideoAsync("sintel-trailer-720p-many-scene-cuts.mp4", 1000);
        video = video with { Sampling = video.Sampling with { Fast = true } };
        var expected = await HashesAsync(video.Decode());

        var (frames, fromOnePiece, _) = await DecodeInPartsAsync(video, await PlanAsync(video));

        frames.ShouldBe(expected);
        fromOnePiece.ShouldBeLessThan(expected.Count);
    }

    [Fact]
    public async Task A_part_that_begins_with_a_different_frame_is_dropped()
    {
        // After a seek, this stream decodes to garbage without any error.
        var video = await VideoAsync("cockatoo-yuv444-seek-hazard.mp4", 500);
        var expected = await HashesAsync(video.Decode());

        var (frames, fromOnePiece, parts) = await DecodeInPartsAsync(video, await PlanAsync(video));

        frames.ShouldBe(expected);
        parts.ShouldBeGreaterThan(0);
        fromOnePiece.ShouldBe(expected.Count);
    }

    [Fact]
    public async Task A_video_is_decoded_from_the_start_after_its_current_part_fails()
    {
        var video = await VideoAsync("two-flies-384x384-73s-dark.mp4", 500);
        var expected = await HashesAsync(video.Decode());
        var planned = await PlanAsync(video);

        var (frames, fromOnePiece, _) = await DecodeInPartsAsync(video, [planned[0]], failAfter: 4);

        frames.ShouldBe(expected);
        fromOnePiece.ShouldBeGreaterThan(expected.Count);
    }

    [Fact]
    public async Task Damage_is_reported_once_with_and_without_parts()
    {
        using var folder = new TempFolder();
        var damaged = Path.Combine(folder.Path, "damaged.mp4");
        var bytes = await File.ReadAllBytesAsync(TestMedia.Path("video", "talking-face-200s-no-audio.mp4"));
        bytes.AsSpan(bytes.Length / 2, 600).Fill(0x55);
        await File.WriteAllBytesAsync(damaged, bytes);
        var media = await new Prober(Launcher).ProbeAsync(damaged, CancellationToken.None);
        var video = new Video(damaged, media, new SamplingOptions());
        var expectedDamage = new List<string>();
        var expected = await HashesAsync(Decoder.DecodeAsync(damaged, media, video.Sampling, expectedDamage.Add, CancellationToken.None));
        var damage = new List<string>();

        var (frames, _, parts) = await DecodeInPartsAsync(video, await PlanAsync(video), onDamage: damage.Add);

        parts.ShouldBeGreaterThan(0);
        frames.ShouldBe(expected);
        damage.ShouldBe(expectedDamage);
    }

    [Fact]
    public async Task The_number_of_slots_does_not_change_the_frames()
    {
        var video = await VideoAsync("people-enter-one-by-one-139s-10fps.mp4", 1000);
        var expected = await HashesAsync(video.Decode());

        foreach (var slots in new[] { 1, 2, 5 })
        {
            var decoder = new ParallelDecoder(Decoder, Launcher, "ffprobe", new DecodeSlots(slots));
            (await HashesAsync(decoder.DecodeAsync(video.Path, video.Media, video.Sampling, null, CancellationToken.None))).ShouldBe(expected);
        }
    }

    [Fact]
    public void Parts_begin_at_the_keyframes_with_the_shortest_lead_before_a_sample()
    {
        long[] keyframes = [0, 19_000, 20_400, 21_950, 39_000, 70_000, 120_000];

        var parts = DecodePartPlanner.Plan(keyframes, 130_000, new SamplingOptions(), TimeSpan.FromSeconds(20));

        // From 20 to 40 s, the keyframe at 39 s has the shortest lead of at least one second. The keyframe at 120 s leaves too short a part.
        parts.Select(static p => (p.SeekMs, p.FirstTargetMs)).ShouldBe([(39_200L, 40_000L), (70_200L, 71_000L)]);
    }

    private static async Task<Video> VideoAsync(string name, int everyMs)
    {
        var path = TestMedia.Path("video", name);
        return new Video(path, await new Prober(Launcher).ProbeAsync(path, CancellationToken.None), new SamplingOptions { Every = TimeSpan.FromMilliseconds(everyMs) });
    }

    private static Task<IReadOnlyList<DecodeSpan>> PlanAsync(Video video) =>
        new DecodePartPlanner(Launcher, "ffprobe").PlanAsync(video.Path, video.Media, video.Sampling, PartLength, CancellationToken.None);

    /// <summary>Decodes with a fixed plan and a slot for each part; counts the frames of the decode of the whole video and the started parts.</summary>
    private static async Task<(List<(long TimeMs, string Hash)> Frames, int FromOnePiece, int Parts)> DecodeInPartsAsync(
        Video video, IReadOnlyList<DecodeSpan> plan, int failAfter = int.MaxValue, Action<string>? onDamage = null)
    {
        var (fromOnePiece, parts, slots) = (0, 0, new DecodeSlots(3));
        var decode = new ParallelDecode(
            report => Count(Decoder.DecodeAsync(video.Path, video.Media, video.Sampling, report, CancellationToken.None), () => fromOnePiece++),
            _ => Task.FromResult(plan),
            (span, endMs) =>
            {
                if (slots.TryEnterAhead() is not { } slot)
                {
                    return null;
                }

                parts++;
                return new PrefetchedPart(
                    span.FirstTargetMs, endMs, 100, slot, (part, token) => FailAfter(Decoder.DecodeOnceAsync(video.Path, video.Media, video.Sampling, span, Decoder.CreateDeinterlacer(video.Path, video.Media, token), d => part.Damage = d, token), failAfter), CancellationToken.None);
            },
            slots,
            onDamage,
            CancellationToken.None);
        await using (decode)
        {
            return (await HashesAsync(ReadAll(decode)), fromOnePiece, parts);
        }
    }

    private static async IAsyncEnumerable<VideoFrame> ReadAll(ParallelDecode decode)
    {
        while (await decode.NextAsync() is { } frame)
        {
            yield return frame;
        }
    }

    private static async IAsyncEnumerable<VideoFrame> Count(IAsyncEnumerable<VideoFrame> frames, Action count)
    {
        await foreach (var frame in frames)
        {
            count();
            yield return frame;
        }
    }

    private static async IAsyncEnumerable<VideoFrame> FailAfter(IAsyncEnumerable<VideoFrame> frames, int count)
    {
        await foreach (var frame in frames)
        {
            yield return frame;
            if (--count == 0)
            {
                throw new ItemException("decoder_crashed", "Decoding a part: the decoder crashed.");
            }
        }
    }

    private static async Task<List<(long TimeMs, string Hash)>> HashesAsync(IAsyncEnumerable<VideoFrame> frames)
    {
        var hashes = new List<(long, string)>();
        await foreach (var frame in frames)
        {
            using (frame)
            {
                hashes.Add((frame.TimeMs, Convert.ToHexString(SHA256.HashData(frame.Pixels.Span))));
            }
        }

        return hashes;
    }

    private sealed record Video(string Path, MediaInfo Media, SamplingOptions Sampling)
    {
        public IAsyncEnumerable<VideoFrame> Decode() => Decoder.DecodeAsync(Path, Media, Sampling, null, CancellationToken.None);
    }
}
