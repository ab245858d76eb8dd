using Reelmill.Vision.Images;

namespace Reelmill.Vision.Tests.Images;

public class JpegColorTransformTests
{
    [Theory]
    [InlineData(ColorMatrix.Bt601)]
    [InlineData(ColorMatrix.Bt709)]
    [InlineData(ColorMatrix.Bt2020)]
    public void Gray_stays_gray_and_black_and_white_fill_the_range(ColorMatrix matrix)
    {
        byte[] luma = [.. Enumerable.Repeat<byte>(16, 70), .. Enumerable.Repeat<byte>(235, 70)];
        var (converted, blue, red) = Convert(new(FullRange: false, matrix), luma, TestSamples.Uniform(70, 128), TestSamples.Uniform(70, 128));

        converted[..70].ShouldAllBe(v => v == 0);
        converted[70..].ShouldAllBe(v => v == 255);
        blue.Concat(red).ShouldAllBe(v => v == 128);
    }

    [Fact]
    public void JPEG_colors_pass_through_unchanged()
    {
        var (luma, u, v) = (TestSamples.Noise(200, 1), TestSamples.Noise(100, 2), TestSamples.Noise(100, 3));
        var (converted, blue, red) = Convert(ColorSpec.Jpeg, luma, u, v);

        converted.ShouldBe(luma);
        blue.ShouldBe(u);
        red.ShouldBe(v);
    }

    [Theory]
    [InlineData(false, ColorMatrix.Bt601, 0, 0)]
    [InlineData(false, ColorMatrix.Bt709, 0.2126, 0.0722)]
    [InlineData(true, ColorMatrix.Bt709, 0.2126, 0.0722)]
    [InlineData(false, ColorMatrix.Bt2020, 0.2627, 0.0593)]
    public void Samples_match_a_conversion_through_RGB(bool fullRange, ColorMatrix matrix, double kr, double kb)
    {
        (kr, kb) = matrix == ColorMatrix.Bt601 ? (0.299, 0.114) : (kr, kb);
        var (luma, u, v) = (TestSamples.Noise(1000, 1), TestSamples.Noise(500, 2), TestSamples.Noise(500, 3));
        var (converted, blue, red) = Convert(new(fullRange, matrix), luma, u, v);

        for (var i = 0; i < luma.Length; i++)
        {
            var y = fullRange ? luma[i] / 255.0 : (luma[i] - 16) / 219.0;
            var b = (u[i / 2] - 128) / (fullRange ? 255.0 : 224.0);
            var r = (v[i / 2] - 128) / (fullRange ? 255.0 : 224.0);
            var (rr, bb) = (y + (2 * (1 - kr) * r), y + (2 * (1 - kb) * b));
            var gg = (y - (kr * rr) - (kb * bb)) / (1 - kr - kb);
            var yy = (0.299 * rr) + (0.587 * gg) + (0.114 * bb);
            ((double)converted[i]).ShouldBe(Math.Clamp(255 * yy, 0, 255), 0.51);
            ((double)blue[i / 2]).ShouldBe(Math.Clamp(128 + (255 * (bb - yy) / 1.772), 0, 255), 0.51);
            ((double)red[i / 2]).ShouldBe(Math.Clamp(128 + (255 * (rr - yy) / 1.402), 0, 255), 0.51);
        }
    }

    [Fact]
    public void An_unknown_matrix_is_rejected() =>
        Should.Throw<ArgumentOutOfRangeException>(() => JpegColorTransform.From(new ColorSpec(FullRange: true, (ColorMatrix)9)));

    private static (byte[] Luma, byte[] Blue, byte[] Red) Convert(ColorSpec color, byte[] luma, byte[] u, byte[] v)
    {
        var colors = JpegColorTransform.From(color);
        var (converted, blue, red, corrections) = (new byte[luma.Length], new byte[u.Length], new byte[v.Length], new int[2 * u.Length]);
        PlaneConverter.ConvertChroma(colors, u, v, blue, red, corrections);
        PlaneConverter.ConvertLuma(colors, luma, corrections, converted);
        return (converted, blue, red);
    }
}
