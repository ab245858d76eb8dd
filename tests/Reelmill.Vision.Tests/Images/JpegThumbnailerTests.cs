using Reelmill.Core;
using Reelmill.Testing;
using Reelmill.Vision.Images;

namespace Reelmill.Vision.Tests.Images;

public sealed class JpegThumbnailTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly JpegThumbnail _thumbnail = new(quality: 95);

    [Theory]
    [InlineData(1920, 1080, 160, 90)]
    [InlineData(1080, 1920, 90, 160)]
    [InlineData(161, 121, 160, 120)]
    [InlineData(90, 60, 90, 60)]
    [InlineData(1000, 1, 160, 1)]
    public void It_looks_like_the_picture_and_fits(int width, int height, int expectedWidth, int expectedHeight)
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
    public void Other_chroma_is_understood_too(string format)
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
    public void The_same_file_gives_the_same_bytes()
    {
        var jpeg = Encode(640, 360);
        var first = Shrink(jpeg);
        Shrink(Encode(1280, 720));

        Shrink(jpeg).ShouldBe(first);
    }

    [Fact]
    public void What_is_no_whole_jpeg_is_refused()
    {
        var jpeg = Encode(640, 360);

        Code([]).ShouldBe("bad_picture");
        Code([1, 2, 3]).ShouldBe("bad_picture");
        Code(jpeg[..(jpeg.Length / 2)]).ShouldBe("bad_picture");
        Code([0x89, .. "PNG\r\n"u8]).ShouldBe("bad_picture");
    }

    [Fact]
    public void A_picture_that_claims_too_many_pixels_is_refused_before_it_is_decoded()
    {
        var jpeg = Encode(64, 64);
        var frame = jpeg.AsSpan().IndexOf<byte>([0xFF, 0xC0]);
        (jpeg[frame + 5], jpeg[frame + 6], jpeg[frame + 7], jpeg[frame + 8]) = (0xFF, 0x00, 0xFF, 0x00);

        Should.Throw<ItemException>(() => Shrink(jpeg)).Message.ShouldContain("65280x65280");
    }

    public void Dispose()
    {
        _thumbnail.Dispose();
        _folder.Dispose();
    }

    private static byte[] Encode(int width, int height)
    {
        using var encoder = new JpegEncoder();
        using var image = encoder.Encode(TestPictures.Scene(width, height), width, height, ColorSpec.Jpeg);
        return image.Memory.ToArray();
    }

    private byte[] Shrink(byte[] jpeg)
    {
        using var image = _thumbnail.Shrink(jpeg, 160);
        return image.Memory.ToArray();
    }

    private string Code(byte[] jpeg) => Should.Throw<ItemException>(() => Shrink(jpeg)).Code;

    private byte[] Decode(byte[] jpeg, string filter)
    {
        var file = _folder["image.jpg"];
        File.WriteAllBytes(file, jpeg);
        return Ffmpeg.Run("-i", file, "-vf", $"{filter}format=rgb24", "-f", "rawvideo", "-");
    }
}
