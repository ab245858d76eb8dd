using Reelmill.Media.Formats;
using Reelmill.Testing;

namespace Reelmill.Media.Tests.Chunking;

public sealed class CopyTests(ChunkClips clips) : IClassFixture<ChunkClips>
{
    [DrawnTheory]
    [InlineData("b-frames.mp4", 2)]
    [InlineData("open-gop.mp4", 2)]
    [InlineData("vfr.mp4", 2)]
    [InlineData("mpeg2.ts", 2)]
    [InlineData("h264.ts", 2)]
    [InlineData("opus.mkv", 2)]
    [InlineData("vp8.webm", 2)]
    [InlineData("mpeg4.avi", 2)]
    [InlineData("h264.flv", 2)]
    [InlineData("bare.h264", 2)]
    [InlineData("edit-list.mp4", 2)]
    [InlineData("rotated.mp4", 2)]
    [InlineData("late.mp4", 2)]
    [InlineData("fragmented.mp4", 2)]
    [InlineData("quicktime.mov", 2)]
    [InlineData("odd-444-pcm.mov", 1)]
    public async Task Copied_chunks_hold_every_packet_of_the_source_once(string clip, double seconds)
    {
        using var cutting = await Cutting.CopyAsync(clips[clip], seconds);

        await ShouldPartitionAsync(cutting);
        cutting.Plan.Count.ShouldBeGreaterThan(clip == "open-gop.mp4" ? 0 : 3);
        (await PacketHashesAsync(cutting)).Order(StringComparer.Ordinal).ShouldBe(
            (await Tool.PacketsAsync(cutting.Source.Path)).Select(static p => p.Hash).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Every_real_video_is_copied_without_a_packet_missing_or_doubled()
    {
        foreach (var file in TestMedia.Videos())
        {
            using var cutting = await Cutting.CopyAsync(file, 3);

            await ShouldPartitionAsync(cutting);

            // One of them has frames in packets of their own that are never shown.
            var expected = file.Contains("roadtrip", StringComparison.Ordinal)
                ? await Tool.CountFramesAsync(file)
                : await Tool.CountPacketsAsync(file, cutting.Source.Video.Index);
            cutting.Results.Sum(static r => r.Frames).ShouldBe(expected, file);
        }
    }

    [Fact]
    public async Task A_chunk_in_an_open_group_of_pictures_begins_where_nothing_refers_back()
    {
        using var cutting = await Cutting.CopyAsync(clips["open-gop.mp4"], 1);

        foreach (var range in cutting.Plan)
        {
            var pictures = await Tool.PicturesAsync(cutting.FileOf(range.Sequence));
            pictures.Count.ShouldBe(range.Frames);
        }
    }

    [Theory]
    [InlineData("b-frames.mp4")]
    [InlineData("rotated.mp4")]
    [InlineData("edit-list.mp4")]
    [InlineData("vp8.webm")]
    public async Task A_copied_chunk_plays_alone_and_shows_the_pictures_of_the_source(string clip)
    {
        using var cutting = await Cutting.CopyAsync(clips[clip], 2);

        var all = await Tool.PicturesAsync(clips[clip]);
        var shown = new List<string>();
        foreach (var range in cutting.Plan)
        {
            shown.AddRange((await Tool.PicturesAsync(cutting.FileOf(range.Sequence))).Select(static p => p.Hash));
        }

        shown.ShouldBe(all.Select(static p => p.Hash));
    }

    [Fact]
    public async Task A_chunk_begins_at_time_zero_with_its_sound_beside_it()
    {
        using var cutting = await Cutting.CopyAsync(clips["b-frames.mp4"], 2);

        foreach (var range in cutting.Plan)
        {
            var video = (await Tool.PacketsAsync(cutting.FileOf(range.Sequence))).Where(static p => p.Shown).Min(static p => p.Time);
            var sound = (await Tool.PacketsAsync(cutting.FileOf(range.Sequence), "a:0")).Where(static p => p.Shown).Min(static p => p.Time);
            video.ShouldBe(new Rational(0, 1));
            sound.ToDouble().ShouldBeInRange(0, 1024.0 / 44100);
        }
    }

    [Fact]
    public async Task Every_packet_of_sound_is_in_one_chunk()
    {
        using var cutting = await Cutting.CopyAsync(clips["b-frames.mp4"], 2);

        var sound = new List<string>();
        foreach (var range in cutting.Plan)
        {
            sound.AddRange((await Tool.PacketsAsync(cutting.FileOf(range.Sequence), "a:0")).Select(static p => p.Hash));
        }

        sound.ShouldBe((await Tool.PacketsAsync(clips["b-frames.mp4"], "a:0")).Select(static p => p.Hash));
    }

    [Theory]
    [InlineData("b-frames.mp4")]
    [InlineData("opus.mkv")]
    [InlineData("vp8.webm")]
    public async Task The_same_chunk_has_the_same_bytes_every_time(string clip)
    {
        using var one = await Cutting.CopyAsync(clips[clip], 2);
        using var other = await Cutting.CopyAsync(clips[clip], 2);

        one.Results.ShouldBe(other.Results);
        one.Results.Select(static r => r.Sha256).ShouldBe(one.Plan.Select(r => Tool.Sha256(one.FileOf(r.Sequence))));
    }

    /// <summary>The chunks' packets, in order and with the times that the plan gives them, are those of the source.</summary>
    private static async Task ShouldPartitionAsync(Cutting cutting)
    {
        var source = await Tool.PacketsAsync(cutting.Source.Path, $"{cutting.Source.Video.Index}");
        var seen = new List<Seen>();
        foreach (var range in cutting.Plan)
        {
            var packets = await Tool.PacketsAsync(cutting.FileOf(range.Sequence));
            var shift = Time(range.StartPts, cutting.Source.TimeBase) - packets.Where(static p => p.Shown).Min(static p => p.Time).ToDouble();
            seen.AddRange(packets.Select(p => p with { Time = Near(p.Time.ToDouble() + shift) }));
        }

        seen.Select(static p => p.Hash).ShouldBe(source.Select(static p => p.Hash), cutting.Source.Original);
        seen.Select(static p => p.Time).ShouldBe(source.Select(static p => Near(p.Time.ToDouble())), cutting.Source.Original);
        seen.Select(static p => p.Shown).ShouldBe(source.Select(static p => p.Shown), cutting.Source.Original);
    }

    private static async Task<List<string>> PacketHashesAsync(Cutting cutting)
    {
        var hashes = new List<string>();
        foreach (var range in cutting.Plan)
        {
            hashes.AddRange((await Tool.PacketsAsync(cutting.FileOf(range.Sequence))).Select(static p => p.Hash));
        }

        return hashes;
    }

    private static double Time(long pts, Rational timeBase) => (double)pts * timeBase.Numerator / timeBase.Denominator;

    /// <summary>Sums of fractions, to the microsecond: no two packets are nearer to each other.</summary>
    private static Rational Near(double seconds) => new((long)Math.Round(seconds * 1_000_000), 1_000_000);
}
