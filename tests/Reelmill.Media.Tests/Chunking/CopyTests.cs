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
    [InlineData("elementary.h264", 2)]
    [InlineData("edit-list.mp4", 2)]
    [InlineData("rotated.mp4", 2)]
    [InlineData("late.mp4", 2)]
    [InlineData("fragmented.mp4", 2)]
    [InlineData("quicktime.mov", 2)]
    [InlineData("odd-444-pcm.mov", 1)]
    public async Task Copied_chunks_contain_every_source_packet_exactly_once(string clip, double seconds)
    {
        using var cut = await CutFile.CopyAsync(clips[clip], seconds);

        await ShouldPartitionAsync(cut);
        cut.Plan.Count.ShouldBeGreaterThan(clip == "open-gop.mp4" ? 0 : 3);
        (await PacketHashesAsync(cut)).Order(StringComparer.Ordinal).ShouldBe(
            (await ReferenceTool.PacketsAsync(cut.Source.Path)).Select(static p => p.Hash).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Every_sample_video_is_copied_without_missing_or_duplicate_packets()
    {
        foreach (var file in TestMedia.Videos())
        {
            using var cut = await CutFile.CopyAsync(file, 3);

            await ShouldPartitionAsync(cut);

            // Frames that are never shown have their own packets in one of the videos.
            var expected = file.Contains("roadtrip", StringComparison.Ordinal)
                ? await ReferenceTool.CountFramesAsync(file)
                : await ReferenceTool.CountPacketsAsync(file, cut.Source.Video.Index);
            cut.Results.Sum(static r => r.Frames).ShouldBe(expected, file);
        }
    }

    [Fact]
    public async Task Chunks_of_an_open_GOP_stream_begin_only_at_clean_keyframes()
    {
        using var cut = await CutFile.CopyAsync(clips["open-gop.mp4"], 1);

        foreach (var range in cut.Plan)
        {
            var decoded = await ReferenceTool.FramesAsync(cut.GetPath(range.Sequence));
            decoded.Count.ShouldBe(range.Frames);
        }
    }

    [Theory]
    [InlineData("b-frames.mp4")]
    [InlineData("rotated.mp4")]
    [InlineData("edit-list.mp4")]
    [InlineData("vp8.webm")]
    public async Task A_copied_chunk_plays_alone_and_shows_the_source_frames(string clip)
    {
        using var cut = await CutFile.CopyAsync(clips[clip], 2);

        var all = await ReferenceTool.FramesAsync(clips[clip]);
        var shown = new List<string>();
        foreach (var range in cut.Plan)
        {
            shown.AddRange((await ReferenceTool.FramesAsync(cut.GetPath(range.Sequence))).Select(static p => p.Hash));
        }

        shown.ShouldBe(all.Select(static p => p.Hash));
    }

    [Fact]
    public async Task A_chunk_begins_at_time_zero_with_its_audio_in_sync()
    {
        using var cut = await CutFile.CopyAsync(clips["b-frames.mp4"], 2);

        foreach (var range in cut.Plan)
        {
            var video = (await ReferenceTool.PacketsAsync(cut.GetPath(range.Sequence))).Where(static p => p.Shown).Min(static p => p.Time);
            var audio = (await ReferenceTool.PacketsAsync(cut.GetPath(range.Sequence), "a:0")).Where(static p => p.Shown).Min(static p => p.Time);
            video.ShouldBe(new Rational(0, 1));
            audio.ToDouble().ShouldBeInRange(0, 1024.0 / 44100);
        }
    }

    [Fact]
    public async Task Every_audio_packet_is_in_exactly_one_chunk()
    {
        using var cut = await CutFile.CopyAsync(clips["b-frames.mp4"], 2);

        var audio = new List<string>();
        foreach (var range in cut.Plan)
        {
            audio.AddRange((await ReferenceTool.PacketsAsync(cut.GetPath(range.Sequence), "a:0")).Select(static p => p.Hash));
        }

        audio.ShouldBe((await ReferenceTool.PacketsAsync(clips["b-frames.mp4"], "a:0")).Select(static p => p.Hash));
    }

    [Theory]
    [InlineData("b-frames.mp4")]
    [InlineData("opus.mkv")]
    [InlineData("vp8.webm")]
    public async Task Making_the_same_chunk_twice_gives_identical_bytes(string clip)
    {
        using var one = await CutFile.CopyAsync(clips[clip], 2);
        using var other = await CutFile.CopyAsync(clips[clip], 2);

        one.Results.ShouldBe(other.Results);
        one.Results.Select(static r => r.Sha256).ShouldBe(one.Plan.Select(r => ReferenceTool.Sha256(one.GetPath(r.Sequence))));
    }

    /// <summary>Checks that the packets of all chunks equal the source's, in order and at the planned times.</summary>
    private static async Task ShouldPartitionAsync(CutFile cut)
    {
        var source = await ReferenceTool.PacketsAsync(cut.Source.Path, $"{cut.Source.Video.Index}");
        var seen = new List<ReferencePacket>();
        foreach (var range in cut.Plan)
        {
            var packets = await ReferenceTool.PacketsAsync(cut.GetPath(range.Sequence));
            var shift = Time(range.StartPts, cut.Source.TimeBase) - packets.Where(static p => p.Shown).Min(static p => p.Time).ToDouble();
            seen.AddRange(packets.Select(p => p with { Time = Near(p.Time.ToDouble() + shift) }));
        }

        seen.Select(static p => p.Hash).ShouldBe(source.Select(static p => p.Hash), cut.Source.Original);
        seen.Select(static p => p.Time).ShouldBe(source.Select(static p => Near(p.Time.ToDouble())), cut.Source.Original);
        seen.Select(static p => p.Shown).ShouldBe(source.Select(static p => p.Shown), cut.Source.Original);
    }

    private static async Task<List<string>> PacketHashesAsync(CutFile cut)
    {
        var hashes = new List<string>();
        foreach (var range in cut.Plan)
        {
            hashes.AddRange((await ReferenceTool.PacketsAsync(cut.GetPath(range.Sequence))).Select(static p => p.Hash));
        }

        return hashes;
    }

    private static double Time(long pts, Rational timeBase) => (double)pts * timeBase.Numerator / timeBase.Denominator;

    /// <summary>Rounds a sum of fractions to the microsecond, which is finer than the distance of any two packets.</summary>
    private static Rational Near(double seconds) => new((long)Math.Round(seconds * 1_000_000), 1_000_000);
}
