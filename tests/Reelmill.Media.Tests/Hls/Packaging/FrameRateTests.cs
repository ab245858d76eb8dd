using Reelmill.Media.Hls.Packaging;

namespace Reelmill.Media.Tests.Hls.Packaging;

public sealed class FrameRateTests
{
    [Fact]
    public void The_highest_rate_of_any_segment_counts_so_that_a_pause_does_not_lower_it() =>
        FrameRate.Of([(6, 150), (24, 150), (6, 60)]).ShouldBe(25);

    [Fact]
    public void A_segment_of_a_moment_does_not_count_unless_it_is_all_there_is()
    {
        FrameRate.Of([(6, 180), (0.001, 1)]).ShouldBe(30);
        FrameRate.Of([(0.04, 1)]).ShouldBe(25);
        FrameRate.Of([(6, 0)]).ShouldBeNull();
    }
}
