using Reelmill.Media.Probing;

namespace Reelmill.Media.Tests.Probing;

public sealed class ProbeValuesTests
{
    [Theory]
    [InlineData("1.016667", 10_166_670)]
    [InlineData("-0.000001", -10)]
    [InlineData("143165.643233", 1_431_656_432_330)]
    public void Times_are_exact_to_the_microsecond(string text, long ticks) =>
        ProbeValues.Time(text).ShouldBe(TimeSpan.FromTicks(ticks));

    [Theory]
    [InlineData(null)]
    [InlineData("N/A")]
    [InlineData("")]
    [InlineData("1e400")]
    public void An_invalid_time_is_unknown(string? text) => ProbeValues.Time(text).ShouldBeNull();

    [Fact]
    public void A_time_out_of_range_is_clamped_and_a_negative_duration_is_unknown()
    {
        ProbeValues.Time("9223372036854775807").ShouldBe(TimeSpan.MaxValue);
        ProbeValues.Time("-9223372036854775807").ShouldBe(TimeSpan.MinValue);
        ProbeValues.Duration("-1.5").ShouldBeNull();
    }

    [Theory]
    [InlineData("yuv420p", 8)]
    [InlineData("yuvj422p", 8)]
    [InlineData("yuv420p10le", 10)]
    [InlineData("yuv444p12be", 12)]
    [InlineData("p010le", 10)]
    [InlineData("p210le", 10)]
    [InlineData("p416le", 16)]
    [InlineData("gray16be", 16)]
    [InlineData("rgb24", 8)]
    [InlineData("rgb48le", 16)]
    [InlineData("rgba64be", 16)]
    [InlineData("nv20le", 10)]
    [InlineData("rgb565le", 8)]
    [InlineData("gbrpf32le", 32)]
    [InlineData("monow", 1)]
    [InlineData("pal8", 8)]
    [InlineData(null, null)]
    public void Bit_depth_is_parsed_from_the_name_of_a_pixel_format(string? format, int? bits) =>
        PixelFormats.ParseBitDepth(format).ShouldBe(bits);
}
