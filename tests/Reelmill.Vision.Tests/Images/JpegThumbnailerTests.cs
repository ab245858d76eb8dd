using Reelmill.Core;
using Reelmill.Testing;
using Reelmill.Vision.Images;

namespace Reelmill.Vision.Tests.Images;

public sealed class JpegThumbnailerTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly JpegThumbnailer _thumbnailer = new(quality: 95);

    [Theory]
    [InlineData(1920, 1080, 160, 90)]
    [InlineData(1080, 1920, 90, 160)]
    [InlineData(161, 121, 160, 120)]
    [InlineData(90, 60, 90, 60)]
    [InlineData(1000, 1, 160, 1)]
    public void A_thumbnail_fits_the_requested_size_and_matches_the_image(int width, int height, int expectedWidth, int expectedHeight)
    {
        var jpeg = Encode(width, height);
        var expected = Decode(jpeg, $"scale={expectedWidth}:{expectedHeight}:flags=area,");

        var actual = Decode(Shrink(jpeg), string.Empty);

        actual.Length.ShouldBe(expectedWidth * expectedHeight * 3);
        expected.Zip(actual, (a, b) => Math.Abs(a - b)).Average().ShouldBeLessThan(3.5);
    }

    [Theory]
    [InlineData("yuvj444p")]
    [InlineData("yuvj422p")]
    [InlineData("gray")]
    public void Other_chroma_subsamplings_and_grayscale_are_supported(string format)
    {
        var (source, target) = (_folder["source.jpg"], _folder["other.jpg"]);
        File.WriteAllBytes(source, Encode(640, 360));
        Ffmpeg.Run("-y", "-i", source, "-pix_fmt", format, "-q:v", "2", target);
        var jpeg = File.ReadAllBytes(target);
        var expected = Decode(jpeg, "scale=160:90:flags=area,");

        var actual = Decode(Shrink(jpeg), string.Empty);

        expected.Zip(actual, (a, b) => Math.Abs(a - b)).Average().ShouldBeLessThan(3.5);
    }

    [Fact]
    public void Equal_files_give_equal_thumbnails()
    {
        var jpeg = Encode(640, 360);
        var first = Shrink(jpeg);
        Shrink(Encode(1280, 720));

        Shrink(jpeg).ShouldBe(first);
    }

    [Fact]
    public void A_file_that_is_not_a_complete_JPEG_is_rejected()
    {
        var jpeg = Encode(640, 360);

        GetErrorCode([]).ShouldBe("bad_picture");
        GetErrorCode([1, 2, 3]).ShouldBe("bad_picture");
        GetErrorCode(jpeg[..(jpeg.Length / 2)]).ShouldBe("bad_picture");
        GetErrorCode([0x89, .. "PNG\r\n"u8]).ShouldBe("bad_picture");
    }

    [Fact]
    public void An_image_with_too_many_pixels_is_rejected_before_decoding()
    {
        var jpeg = Encode(64, 64);
        var frame = jpeg.AsSpan().IndexOf<byte>([0xFF, 0xC0]);
        (jpeg[frame + 5], jpeg[frame + 6], jpeg[frame + 7], jpeg[frame + 8]) = (0xFF, 0x00, 0xFF, 0x00);

        Should.Throw<ItemException>(() => Shrink(jpeg)).Message.ShouldContain("65280x65280");
    }

    public void Dispose()
    {
        _thumbnailer.Dispose();
        _folder.Dispose();
    }

    private static byte[] Encode(int width, int height)
    {
        using var encoder = new JpegEncoder();
        using var image = encoder.Encode(TestSamples.Scene(width, height), width, height, ColorSpec.Jpeg);
        return image.Memory.ToArray();
    }

    private byte[] Shrink(byte[] jpeg)
    {
        using var image = _thumbnailer.Shrink(jpeg, 160);
        return image.Memory.ToArray();
    }

    private string GetErrorCode(byte[] jpeg) => Should.Throw<ItemException>(() => Shrink(jpeg)).Code;

    private byte[] Decode(byte[] jpeg, string filter)
    {
        var file = _folder["image.jpg"];
        File.WriteAllBytes(file, jpeg);
        return Ffmpeg.Run("-i", file, "-vf", $"{filter}format=rgb24", "-f", "rawvideo", "-");
    }
}
