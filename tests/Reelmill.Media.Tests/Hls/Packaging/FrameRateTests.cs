using Reelmill.Media.Hls.Packaging;

namespace Reelmill.Media.Tests.Hls.Packaging;

public sealed class FrameRateTests
{
    [Fact]
    public void The_frame_rate_is_the_highest_of_any_segment_so_a_pause_does_not_lower_it() =>
        FrameRate.Measure([(6, 150), (24, 150), (6, 60)]).ShouldBe(25);

    [Fact]
    public void A_segment_below_1_s_counts_only_when_all_are_shorter()
    {
        FrameRate.Measure([(6, 180), (0.001, 1)]).ShouldBe(30);
        FrameRate.Measure([(0.04, 1)]).ShouldBe(25);
        FrameRate.Measure([(6, 0)]).ShouldBeNull();
    }
}
