using Reelmill.Media.Formats.Mp4;
using Reelmill.Media.Hls.Packaging;

namespace Reelmill.Media.Tests.Hls.Packaging;

public sealed class FrameRetimerTests
{
    [Theory]
    [InlineData(new long[] { 0, 1, 2, 3 }, 0)]
    [InlineData(new long[] { 0, 2, 1, 4, 3 }, 1)]
    [InlineData(new long[] { 0, 4, 2, 1, 3, 8, 6, 5, 7 }, 2)]
    public void Every_frame_keeps_its_presentation_time_and_none_is_presented_before_it_is_decoded(long[] order, int depth)
    {
        var samples = Samples([.. order.Select(static o => 9_000 + (o * 3_600))]);

        var written = FrameRetimer.Retime(samples, 9_000, 9_000 + (order.Length * 3_600), depth);

        FrameRetimer.MeasureReorderDepth(samples).ShouldBe(depth);
        written.Select(static s => s.Time).ShouldBe(order.Select(static o => o * 3_600));
        written[0].DecodeTime.ShouldBe(0);
        written.ShouldAllBe(static s => s.Offset >= 0 && s.Duration > 0);
        written.Zip(written.Skip(1)).ShouldAllBe(static p => p.First.DecodeTime + p.First.Duration == p.Second.DecodeTime);
        written.Max(static s => s.Time + s.Duration).ShouldBe(order.Length * 3_600);
    }

    [Fact]
    public void No_frame_outlasts_the_stream_after_a_pause()
    {
        // Ten frames per second, with a pause of 9 s before the last four.
        long[] order = [0, 4, 2, 1, 3, 8, 6, 5, 7, 93, 91, 90, 92];
        var written = FrameRetimer.Retime(Samples([.. order.Select(static o => o * 9_000)]), 0, 94 * 9_000, 2);

        written.ShouldAllBe(static s => s.Offset >= 0);
        written.Max(static s => s.Time + s.Duration).ShouldBeInRange(94 * 9_000, 98 * 9_000);
    }

    [Fact]
    public void The_first_frame_is_presented_from_the_start_and_the_last_until_the_end()
    {
        var written = FrameRetimer.Retime(Samples([5_000, 8_600, 12_200]), 0, 90_000, 0);

        written.Select(static s => s.Time).ShouldBe([0, 8_600, 12_200]);
        (written[^1].Time + written[^1].Duration).ShouldBe(90_000);
    }

    [Fact]
    public void A_single_frame_lasts_from_start_to_end() =>
        FrameRetimer.Retime(Samples([700]), 700, 4_300, 0).ShouldBe([new Mp4Sample(0, 3_600, 0, 0, 1, 0)]);

    private static Mp4Sample[] Samples(long[] times) => [.. times.Select(static t => new Mp4Sample(t, 3_600, 0, 0, 1, 0))];
}
