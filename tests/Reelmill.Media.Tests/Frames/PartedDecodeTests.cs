using System.Security.Cryptography;
using Reelmill.Core;
using Reelmill.Media.Frames;
using Reelmill.Media.Frames.Parts;
using Reelmill.Media.Probing;
using Reelmill.Processes;
using Reelmill.Testing;

namespace Reelmill.Media.Tests.Frames;

/// <summary>A video that is decoded in parts gives the frames of one decode, to the byte.</summary>
public sealed class PartedDecodeTests
{
    private static readonly ProcessLauncher Launcher = new();
    private static readonly FrameDecoder Whole = new(Launcher, "ffmpeg", new ProbeLimits());
    private static readonly TimeSpan Short = TimeSpan.FromSeconds(2);

    [DrawnTheory]
    [InlineData("people-enter-one-by-one-139s-10fps.mp4", 1000)]
    [InlineData("talking-face-200s-no-audio.mp4", 700)]
    [InlineData("two-flies-384x384-73s-dark.mp4", 333)]
    [InlineData("sintel-trailer-720p-many-scene-cuts.mp4", 1000)]
    [InlineData("big-buck-bunny-720p-vp8-vorbis-30s.webm", 500)]
    [InlineData("nasa-artemis-promo-vp9-60fps-many-cuts.mkv", 500)]
    [InlineData("nature-shots-crossfades-720p.mp4", 500)]
    public async Task The_frames_are_those_of_one_decode(string name, int everyMs)
    {
        var video = await VideoAsync(name, everyMs);
        var expected = await HashesAsync(video.Decode());

        var (frames, fromWhole, parts) = await InPartsAsync(video, await CutsAsync(video));

        frames.ShouldBe(expected);
        parts.ShouldBeGreaterThan(0);
        fromWhole.ShouldBeLessThan(expected.Count);
    }

    [Fact]
    public async Task The_frames_are_those_of_one_decode_where_some_are_not_decoded_at_all()
    {
        var video = await VideoAsync("sintel-trailer-720p-many-scene-cuts.mp4", 1000);
        video = video with { Sampling = video.Sampling with { Fast = true } };
        var expected = await HashesAsync(video.Decode());

        var (frames, fromWhole, _) = await InPartsAsync(video, await CutsAsync(video));

        frames.ShouldBe(expected);
        fromWhole.ShouldBeLessThan(expected.Count);
    }

    [Fact]
    public async Task A_part_that_begins_with_another_picture_is_given_up()
    {
        // Entered in its middle, this stream decodes to garbage, and no error says so.
        var video = await VideoAsync("cockatoo-yuv444-seek-hazard.mp4", 500);
        var expected = await HashesAsync(video.Decode());

        var (frames, fromWhole, parts) = await InPartsAsync(video, await CutsAsync(video));

        frames.ShouldBe(expected);
        parts.ShouldBeGreaterThan(0);
        fromWhole.ShouldBe(expected.Count);
    }

    [Fact]
    public async Task A_part_that_fails_after_its_turn_has_come_is_decoded_again_from_the_start()
    {
        var video = await VideoAsync("two-flies-384x384-73s-dark.mp4", 500);
        var expected = await HashesAsync(video.Decode());
        var cuts = await CutsAsync(video);

        var (frames, fromWhole, _) = await InPartsAsync(video, [cuts[0]], failAfter: 4);

        frames.ShouldBe(expected);
        fromWhole.ShouldBeGreaterThan(expected.Count);
    }

    [Fact]
    public async Task Damage_is_told_once_whether_or_not_there_are_parts()
    {
        using var folder = new TempFolder();
        var damaged = Path.Combine(folder.Path, "damaged.mp4");
        var bytes = await File.ReadAllBytesAsync(TestMedia.Path("video", "talking-face-200s-no-audio.mp4"));
        bytes.AsSpan(bytes.Length / 2, 600).Fill(0x55);
        await File.WriteAllBytesAsync(damaged, bytes);
        var media = await new Prober(Launcher).ProbeAsync(damaged, CancellationToken.None);
        var video = new Video(damaged, media, new SamplingOptions());
        var whole = new List<string>();
        var expected = await HashesAsync(Whole.DecodeAsync(damaged, media, video.Sampling, whole.Add, CancellationToken.None));
        var told = new List<string>();

        var (frames, _, parts) = await InPartsAsync(video, await CutsAsync(video), told: told.Add);

        parts.ShouldBeGreaterThan(0);
        frames.ShouldBe(expected);
        told.ShouldBe(whole);
    }

    [Fact]
    public async Task A_video_is_cut_where_slots_are_free_and_whole_where_others_need_them()
    {
        var video = await VideoAsync("people-enter-one-by-one-139s-10fps.mp4", 1000);
        var expected = await HashesAsync(video.Decode());

        foreach (var slots in new[] { 1, 2, 5 })
        {
            var decoder = new PartedDecoder(Whole, Launcher, "ffprobe", new DecodeSlots(slots));
            (await HashesAsync(decoder.DecodeAsync(video.Path, video.Media, video.Sampling, null, CancellationToken.None))).ShouldBe(expected);
        }
    }

    [Fact]
    public void Parts_begin_at_the_key_frames_that_come_closest_before_a_sample()
    {
        long[] keys = [0, 19_000, 20_400, 21_950, 39_000, 70_000, 120_000];

        var cuts = DecodeCuts.Of(keys, 130_000, new SamplingOptions(), TimeSpan.FromSeconds(20));

        // Of those from 20 to 40 s, the one at 39 s lies closest, by the second that a decode runs before; 120 s leaves too little behind it.
        cuts.Select(static c => (c.SeekMs, c.FirstMs)).ShouldBe([(39_200L, 40_000L), (70_200L, 71_000L)]);
    }

    private static async Task<Video> VideoAsync(string name, int everyMs)
    {
        var path = TestMedia.Path("video", name);
        return new Video(path, await new Prober(Launcher).ProbeAsync(path, CancellationToken.None), new SamplingOptions { Every = TimeSpan.FromMilliseconds(everyMs) });
    }

    private static Task<IReadOnlyList<DecodeSpan>> CutsAsync(Video video) =>
        new DecodeCuts(Launcher, "ffprobe").FindAsync(video.Path, video.Media, video.Sampling, Short, CancellationToken.None);

    /// <summary>Decodes with room for all parts, whose places are known from the start; says what came from the decode of the whole video.</summary>
    private static async Task<(List<(long TimeMs, string Hash)> Frames, int FromWhole, int Parts)> InPartsAsync(
        Video video, IReadOnlyList<DecodeSpan> cuts, int failAfter = int.MaxValue, Action<string>? told = null)
    {
        var (fromWhole, parts, slots) = (0, 0, new DecodeSlots(3));
        var decode = new PartedDecode(
            damage => Counted(Whole.DecodeAsync(video.Path, video.Media, video.Sampling, damage, CancellationToken.None), () => fromWhole++),
            _ => Task.FromResult(cuts),
            (span, endMs) =>
            {
                if (slots.TryEnterAhead() is not { } slot)
                {
                    return null;
                }

                parts++;
                return new PartAhead(
                    span.FirstMs, endMs, 100, slot, (part, token) => Failing(Whole.DecodeOnceAsync(video.Path, video.Media, video.Sampling, span, Whole.DeinterlacerOf(video.Path, video.Media, token), d => part.Damage = d, token), failAfter), CancellationToken.None);
            },
            slots,
            told,
            CancellationToken.None);
        await using (decode)
        {
            return (await HashesAsync(All(decode)), fromWhole, parts);
        }
    }

    private static async IAsyncEnumerable<VideoFrame> All(PartedDecode decode)
    {
        while (await decode.NextAsync() is { } frame)
        {
            yield return frame;
        }
    }

    private static async IAsyncEnumerable<VideoFrame> Counted(IAsyncEnumerable<VideoFrame> frames, Action count)
    {
        await foreach (var frame in frames)
        {
            count();
            yield return frame;
        }
    }

    private static async IAsyncEnumerable<VideoFrame> Failing(IAsyncEnumerable<VideoFrame> frames, int after)
    {
        await foreach (var frame in frames)
        {
            yield return frame;
            if (--after == 0)
            {
                throw new ItemException("decoder_crashed", "Decoding a part: the decoder died.");
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
        public IAsyncEnumerable<VideoFrame> Decode() => Whole.DecodeAsync(Path, Media, Sampling, null, CancellationToken.None);
    }
}
