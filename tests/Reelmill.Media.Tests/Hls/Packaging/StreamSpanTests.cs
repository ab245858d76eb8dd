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
    public void A_stream_spans_video_and_audio_except_for_differences_within_the_sync_tolerance(
        double videoStart, double videoEnd, double audioStart, double audioEnd, double start, double end) =>
        StreamSpan.Combine(new StreamSpan(videoStart, videoEnd), new StreamSpan(audioStart, audioEnd)).ShouldBe(new StreamSpan(start, end));

    [Fact]
    public void A_video_without_audio_begins_with_its_first_frame() =>
        StreamSpan.Combine(new StreamSpan(2, 6), null).ShouldBe(new StreamSpan(2, 6));
}
