using Reelmill.Media.Hls.Packaging;

namespace Reelmill.Media.Tests.Hls.Packaging;

public sealed class StreamSpanTests
{
    [Theory]
    [InlineData(0, 6, 0, 6, 0, 6)]
    [InlineData(0, 4, 0, 15, 0, 15)]
    [InlineData(3, 8, 0, 8, 0, 8)]
    [InlineData(0, 6, 0, 4, 0, 6)]
    [InlineData(0, 6, 2, 6, 0, 6)]
    [InlineData(0.02, 6.02, 0, 6.05, 0.02, 6.02)]
    public void A_stream_spans_sound_and_picture_but_for_what_nobody_notices(
        double first, double last, double heard, double silent, double start, double end) =>
        StreamSpan.Of(new StreamSpan(first, last), new StreamSpan(heard, silent)).ShouldBe(new StreamSpan(start, end));

    [Fact]
    public void A_silent_video_begins_with_its_first_frame() =>
        StreamSpan.Of(new StreamSpan(2, 6), null).ShouldBe(new StreamSpan(2, 6));
}
