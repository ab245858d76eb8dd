using Reelmill.Media.Probing;

namespace Reelmill.Media.Tests.Probing;

public sealed class OrientationTests
{
    private const long One = 65_536;

    [Theory]
    [InlineData(1, 0, 0, 1, 0, false, "")]
    [InlineData(0, 1, -1, 0, 90, false, "transpose=clock,")]
    [InlineData(-1, 0, 0, -1, 180, false, "hflip,vflip,")]
    [InlineData(0, -1, 1, 0, 270, false, "transpose=cclock,")]
    [InlineData(1, 0, 0, -1, 0, true, "vflip,")]
    [InlineData(-1, 0, 0, 1, 180, true, "hflip,")]
    [InlineData(0, 1, 1, 0, 270, true, "transpose=cclock_flip,")]
    [InlineData(0, -1, -1, 0, 90, true, "transpose=clock_flip,")]
    [InlineData(0, 0, 0, 0, 0, false, "")]
    public void A_display_matrix_is_a_rotation_and_a_flip(int a, int b, int c, int d, int turn, bool mirrored, string filters)
    {
        var orientation = Orientation.FromDisplayMatrix([a * One, b * One, 0, c * One, d * One, 0, 0, 0, 1 << 30]);

        orientation.ShouldBe(new Orientation(turn, mirrored));
        orientation.Filters.ShouldBe(filters);
    }

    [Theory]
    [InlineData("\n00000000:            0       65536           0\n00000001:       -65536           0           0\n00000002:            0           0  1073741824\n", 90)]
    [InlineData("\n00000000:        46341       46341           0\n00000001:       -46341       46341           0\n00000002:            0           0  1073741824\n", 45)]
    [InlineData("garbage", 0)]
    [InlineData(null, 0)]
    public void The_display_matrix_is_parsed_as_ffprobe_prints_it(string? text, int turn) => ProbeValues.Orientation(text).ShouldBe(new Orientation(turn));
}
