using FsCheck;
using FsCheck.Fluent;
using Reelmill.Core;
using Reelmill.Media.Chunking;
using Reelmill.Media.Formats;
using Reelmill.Media.Formats.Packets;

namespace Reelmill.Media.Tests.Chunking;

public sealed class PlannerTests
{
    private static readonly Rational Ntsc = new(1001, 30000);

    [Fact]
    public void Every_packet_of_any_stream_belongs_to_exactly_one_chunk() =>
        Prop.ForAll(Streams().ToArbitrary(), static stream =>
        {
            var index = new PacketIndex(stream.TimeBase, stream.Packets);
            foreach (var alignment in new[] { ChunkAlignment.Keyframes, ChunkAlignment.Exact })
            {
                var options = new ChunkPlanOptions { Duration = TimeSpan.FromMilliseconds(stream.DurationMs), Alignment = alignment };
                var plan = ChunkPlanner.Plan(index, canSeek: true, options);
                var chunks = plan.Select(r => index.Packets.SelectRange(r.From, r.Until, index.TimeBase)).ToArray();

                chunks.Sum(static c => c.Length).ShouldBe(stream.Packets.Length);
                chunks.SelectMany(static c => c).Distinct().Count().ShouldBe(stream.Packets.Length);
                plan.Sum(static r => r.Frames).ShouldBe(index.ShownPts.Count);
                plan.Zip(plan.Skip(1)).ShouldAllBe(static p => p.First.EndPts == p.Second.StartPts);
                if (alignment == ChunkAlignment.Keyframes)
                {
                    // The chunk is contiguous in decode order too: copied packets are one section of the stream.
                    chunks.SelectMany(static c => c).ShouldBe(stream.Packets);
                    chunks.Skip(1).ShouldAllBe(static c => c[0].IsKeyframe);
                }
            }
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_chunk_begins_with_the_first_frame_at_or_after_each_multiple_of_the_duration()
    {
        var plan = ChunkPlanner.Plan(new PacketIndex(Ntsc, Frames(40_000)), true, Exact(1));

        // Frame 30 is shown at 1.001 s: a chunk has 30 frames, except for one of 29 about every 33 s, without drift.
        plan.Select(static r => r.StartPts).ShouldBe(Enumerable.Range(0, 1335).Select(static second => FirstAt(second)));
    }

    [Fact]
    public void A_frame_exactly_at_a_multiple_of_the_duration_begins_a_chunk()
    {
        var plan = ChunkPlanner.Plan(new PacketIndex(new Rational(1, 25), Frames(100)), true, Exact(1));

        plan.Select(static r => r.StartPts).ShouldBe([0, 25, 50, 75]);
        plan.Select(static r => r.Frames).ShouldBe([25, 25, 25, 25]);
    }

    [Fact]
    public void Times_count_from_the_first_shown_frame_and_not_from_zero()
    {
        var late = Frames(100).Select(static p => p with { Pts = p.Pts + 7, Dts = p.Dts + 7 }).ToArray();

        ChunkPlanner.Plan(new PacketIndex(new Rational(1, 25), late), true, Exact(1)).Select(static r => r.StartPts).ShouldBe([7, 32, 57, 82]);
    }

    [Fact]
    public void A_gap_longer_than_a_chunk_gives_no_empty_chunk()
    {
        var gap = Frames(100).Select(static p => p.Pts < 50 ? p : p with { Pts = p.Pts + 1000, Dts = p.Dts + 1000 }).ToArray();

        ChunkPlanner.Plan(new PacketIndex(new Rational(1, 25), gap), true, Exact(1)).ShouldAllBe(static r => r.Frames > 0);
    }

    [Fact]
    public void A_keyframe_with_leading_frames_never_begins_a_chunk()
    {
        // Decode order: I0 P3 B1 B2, I6 B4 B5 (open GOP), P9 B7 B8, I10 (closed GOP).
        long[] pts = [0, 3, 1, 2, 6, 4, 5, 9, 7, 8, 10];
        var packets = pts.Select((p, i) => new MediaPacket(p, i, 1, i, 1, p is 0 or 6 or 10, false)).ToArray();

        new PacketIndex(new Rational(1, 10), packets).ClosedGopPts.ShouldBe([0, 10]);
    }

    [Fact]
    public void A_range_cut_at_keyframes_covers_the_whole_request()
    {
        var packets = Frames(100).Select(static p => p with { IsKeyframe = p.Pts % 10 == 0 }).ToArray();
        var options = new ChunkPlanOptions { Duration = TimeSpan.FromSeconds(1), Start = TimeSpan.FromSeconds(1.5), End = TimeSpan.FromSeconds(3.1) };

        var plan = ChunkPlanner.Plan(new PacketIndex(new Rational(1, 25), packets), true, options);

        plan[0].StartPts.ShouldBe(30);
        plan[^1].EndPts.ShouldBe(80);
    }

    [Fact]
    public void An_exact_range_has_only_the_frames_within_it()
    {
        var options = Exact(1) with { Start = TimeSpan.FromSeconds(0.5), End = TimeSpan.FromSeconds(2.02) };

        var plan = ChunkPlanner.Plan(new PacketIndex(new Rational(1, 25), Frames(100)), true, options);

        plan.Select(static r => (r.StartPts, r.EndPts)).ShouldBe([(13, 38), (38, 51)]);
    }

    [Theory]
    [InlineData(ChunkAlignment.Exact, 40, null)]
    [InlineData(ChunkAlignment.Keyframes, 40, null)]
    [InlineData(ChunkAlignment.Exact, 4, null)]
    [InlineData(ChunkAlignment.Keyframes, 4, null)]
    [InlineData(ChunkAlignment.Keyframes, 4, 5d)]
    [InlineData(ChunkAlignment.Exact, 2, 1d)]
    [InlineData(ChunkAlignment.Keyframes, 2, 1d)]
    [InlineData(ChunkAlignment.Keyframes, 2, 2d)]
    [InlineData(ChunkAlignment.Keyframes, 0, 0d)]
    [InlineData(ChunkAlignment.Exact, 800_000_000_000, null)]
    [InlineData(ChunkAlignment.Keyframes, 800_000_000_000, null)]
    public void A_range_without_frames_is_an_error_that_says_where_the_file_ends(ChunkAlignment alignment, double start, double? end)
    {
        var options = new ChunkPlanOptions { Alignment = alignment, Start = TimeSpan.FromSeconds(start), End = end is { } to ? TimeSpan.FromSeconds(to) : null };

        var error = Should.Throw<ItemException>(() => ChunkPlanner.Plan(new PacketIndex(new Rational(1, 25), Frames(100)), true, options));

        error.Code.ShouldBe("empty_range");
        error.Message.ShouldContain("ends 4 s");
    }

    [Theory]
    [InlineData(ChunkAlignment.Exact)]
    [InlineData(ChunkAlignment.Keyframes)]
    public void An_end_far_beyond_the_file_means_the_end_of_the_file(ChunkAlignment alignment)
    {
        var options = new ChunkPlanOptions { Alignment = alignment, End = TimeSpan.MaxValue };

        ChunkPlanner.Plan(new PacketIndex(new Rational(1, 1_000_000_000), Frames(100)), true, options).Sum(static r => r.Frames).ShouldBe(100);
    }

    private static long FirstAt(long second) => (long)Math.Ceiling(second * 30000 / 1001m);

    private static ChunkPlanOptions Exact(double seconds) => new() { Duration = TimeSpan.FromSeconds(seconds), Alignment = ChunkAlignment.Exact };

    private static MediaPacket[] Frames(int count) => [.. Enumerable.Range(0, count).Select(static i => new MediaPacket(i, i, 1, i * 10, 10, i % 50 == 0, false))];

    /// <summary>Generates streams of GOPs: with any time steps, reordered frames, some open GOPs, and some frames hidden at the start.</summary>
    private static Gen<Stream> Streams() =>
        from seed in Gen.Choose(0, int.MaxValue)
        from groups in Gen.Choose(1, 12)
        from duration in Gen.Choose(10, 3000)
        from timescale in Gen.Elements(24, 1000, 30000, 90000)
        select Make(new Random(seed), groups, duration, timescale);

    private static Stream Make(Random random, int groups, int duration, int timescale)
    {
        var packets = new List<MediaPacket>();
        var time = random.Next(-1000, 1000);
        var hidden = random.Next(3) == 0 ? random.Next(5) : 0;
        for (var g = 0; g < groups; g++)
        {
            var times = Enumerable.Range(0, random.Next(1, 20)).Select(_ => time += random.Next(1, timescale / 5)).ToArray();
            var key = packets.Count == 0 || random.Next(3) > 0 ? 0 : Math.Min(2, times.Length - 1);
            long[] order = [times[key], .. times.Where((_, i) => i != key).OrderBy(_ => random.Next()).Select(static t => (long)t)];
            packets.AddRange(order.Select((pts, i) => new MediaPacket(pts, 0, 1, 0, 1, i == 0, false)));
        }

        return new Stream(
            new Rational(1, timescale),
            duration,
            [.. packets.Select((p, i) => p with { Dts = i, Position = i, IsHidden = i < hidden && i + 1 < packets.Count })]);
    }

    internal sealed record Stream(Rational TimeBase, int DurationMs, MediaPacket[] Packets);
}
