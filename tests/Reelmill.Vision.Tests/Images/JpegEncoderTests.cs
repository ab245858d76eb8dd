using Reelmill.Core;
using Reelmill.Testing;
using Reelmill.Vision.Images;

namespace Reelmill.Vision.Tests.Images;

public sealed class JpegEncoderTests : IDisposable
{
    private readonly TempFolder _folder = new();

    [Theory]
    [InlineData("bt709", false)]
    [InlineData("bt709", true)]
    [InlineData("bt601", false)]
    [InlineData("bt601", true)]
    [InlineData("bt2020", false)]
    public void Colors_match_ffmpeg(string matrix, bool fullRange)
    {
        var i420 = TestSamples.Scene(322, 182);
        var raw = _folder["i420.yuv"];
        File.WriteAllBytes(raw, i420);
        var expected = Ffmpeg.Run(
            "-f", "rawvideo", "-pix_fmt", "yuv420p", "-s", "322x182", "-i", raw,
            "-vf", $"scale=in_color_matrix={matrix}:in_range={(fullRange ? "full" : "limited")}:flags=bicubic+accurate_rnd+full_chroma_int",
            "-pix_fmt", "rgb24", "-f", "rawvideo", "-");

        var actual = Decode(Encode(i420, 322, 182, new ColorSpec(fullRange, ParseMatrix(matrix)), quality: 100));

        MeanDifference(expected, actual).ShouldBeLessThan(1.5);
    }

    [Theory]
    [InlineData("big-buck-bunny-1080p-mpeg2.ts", 2.0, 1920, 1080)]
    [InlineData("sintel-trailer-720p-many-scene-cuts.mp4", 20.0, 1280, 720)]
    public void A_real_frame_round_trips_within_two_levels(string video, double second, int width, int height)
    {
        var i420 = Ffmpeg.DecodeFrame(TestMedia.Path("video", video), second, width, height);
        var raw = _folder["frame.yuv"];
        File.WriteAllBytes(raw, i420);
        var expected = Ffmpeg.Run(
            "-f", "rawvideo", "-pix_fmt", "yuv420p", "-s", $"{width}x{height}", "-i", raw,
            "-vf", "scale=in_color_matrix=bt709:in_range=limited", "-pix_fmt", "rgb24", "-f", "rawvideo", "-");

        var actual = Decode(Encode(i420, width, height, new ColorSpec(FullRange: false, ColorMatrix.Bt709), quality: 90));

        MeanDifference(expected, actual).ShouldBeLessThan(2);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(17, 1)]
    [InlineData(1, 18)]
    [InlineData(161, 121)]
    [InlineData(640, 361)]
    public void Any_size_is_encoded_even_with_odd_sides(int width, int height)
    {
        var i420 = TestSamples.Scene(width, height);

        var decoded = Decode(Encode(i420, width, height, ColorSpec.Jpeg, quality: 100), "yuvj420p");

        MeanDifference(i420, decoded).ShouldBeLessThan(1);
    }

    [Fact]
    public void Encoded_bytes_depend_only_on_the_image()
    {
        using var encoder = new JpegEncoder();
        var i420 = TestSamples.Scene(161, 121);
        var color = new ColorSpec(FullRange: false, ColorMatrix.Bt709);
        using var first = encoder.Encode(i420, 161, 121, color);
        using var other = encoder.Encode(TestSamples.Noise(2 * 320 * 240, 1), 320, 240, color);
        using var repeated = encoder.Encode([.. i420, 1, 2, 3], 161, 121, color);

        repeated.Memory.ToArray().ShouldBe(first.Memory.ToArray());
    }

    [Fact]
    public void A_higher_quality_gives_larger_files()
    {
        var i420 = TestSamples.Scene(320, 180);
        int[] sizes = [.. new[] { 1, 50, 90, 100 }.Select(q => Encode(i420, 320, 180, ColorSpec.Jpeg, q).Length)];

        sizes.ShouldBeInOrder();
        sizes.Distinct().Count().ShouldBe(4);
    }

    [Fact]
    public void Access_to_a_disposed_image_throws()
    {
        using var encoder = new JpegEncoder();
        var image = encoder.Encode(TestSamples.Scene(16, 16), 16, 16, ColorSpec.Jpeg);
        image.Dispose();
        image.Dispose();

        Should.Throw<ObjectDisposedException>(() => image.Memory);
    }

    [Fact]
    public void Invalid_arguments_are_rejected()
    {
        using var encoder = new JpegEncoder();
        Should.Throw<ItemException>(() => encoder.Encode([], 0, 5, ColorSpec.Jpeg)).Code.ShouldBe("bad_picture");
        Should.Throw<ItemException>(() => encoder.Encode([], 65501, 5, ColorSpec.Jpeg)).Code.ShouldBe("bad_picture");
        Should.Throw<ItemException>(() => encoder.Encode([], 65500, 65500, ColorSpec.Jpeg)).Code.ShouldBe("bad_picture");
        Should.Throw<ArgumentException>(() => encoder.Encode(new byte[36], 5, 5, ColorSpec.Jpeg)).Message.ShouldContain("43 bytes");
        Should.Throw<ArgumentOutOfRangeException>(() => new JpegEncoder(0));
        Should.Throw<ArgumentOutOfRangeException>(() => new JpegEncoder(101));
    }

    public void Dispose() => _folder.Dispose();

    private static byte[] Encode(byte[] i420, int width, int height, ColorSpec color, int quality)
    {
        using var encoder = new JpegEncoder(quality);
        using var image = encoder.Encode(i420, width, height, color);
        return image.Memory.ToArray();
    }

    private static ColorMatrix ParseMatrix(string name) => name switch
    {
        "bt601" => ColorMatrix.Bt601,
        "bt709" => ColorMatrix.Bt709,
        _ => ColorMatrix.Bt2020,
    };

    private static double MeanDifference(byte[] expected, byte[] actual)
    {
        actual.Length.ShouldBe(expected.Length);
        return expected.Zip(actual, (a, b) => Math.Abs(a - b)).Average();
    }

    private byte[] Decode(byte[] jpeg, string format = "rgb24")
    {
        var file = _folder["image.jpg"];
        File.WriteAllBytes(file, jpeg);
        return Ffmpeg.Run("-i", file, "-vf", "scale=flags=bicubic+accurate_rnd+full_chroma_int", "-pix_fmt", format, "-f", "rawvideo", "-");
    }
}
