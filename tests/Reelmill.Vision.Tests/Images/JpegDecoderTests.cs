using Reelmill.Core;
using Reelmill.Testing;
using Reelmill.Vision.Images;

namespace Reelmill.Vision.Tests.Images;

public sealed class JpegDecoderTests : IDisposable
{
    private readonly JpegDecoder _decoder = new();

    [Theory]
    [InlineData("opencv-fruits.jpg")]
    [InlineData("odd-size-123x456.jpg")]
    [InlineData("odd-size-208x495.jpg")]
    [InlineData("near-duplicate-ukbench00120-grey.jpg")]
    [InlineData("opencv-ela-original.jpg")]
    public void A_picture_is_that_of_ffmpeg(string name)
    {
        var path = TestMedia.Path("images", name);
        using var image = _decoder.Decode(File.ReadAllBytes(path));

        var expected = Ffmpeg.Run("-i", path, "-pix_fmt", "rgb24", "-f", "rawvideo", "-");

        Difference(image.Pixels, expected).ShouldBeLessThan(2);
    }

    [Fact]
    public void However_a_camera_was_held_the_picture_stands_upright()
    {
        using var upright = Load("exif-orientation-1-landscape-waterfall.jpg");
        for (var orientation = 2; orientation <= 8; orientation++)
        {
            using var turned = Load($"exif-orientation-{orientation}-landscape-waterfall.jpg");

            (turned.Width, turned.Height).ShouldBe((upright.Width, upright.Height), $"{orientation}");
            Difference(turned.Pixels, upright.Pixels).ShouldBeLessThan(6, $"{orientation}");
        }
    }

    [Fact]
    public void Inks_become_light()
    {
        using var image = Load("cmyk-photo-with-icc-profile.jpg");

        var pixels = image.Pixels.ToArray();
        pixels.Average(static p => p).ShouldBeInRange(60, 200);
        pixels.Chunk(3).Count(static p => p[1] > p[0]).ShouldBeGreaterThan(0);
    }

    [Theory]
    [InlineData(224, 224)]
    [InlineData(640, 360)]
    [InlineData(4000, 3000)]
    [InlineData(9999, 9999)]
    public void No_more_is_decoded_than_is_needed_and_no_less(int width, int height)
    {
        using var image = Load("phone-12mp-forensics-1.jpg", width, height);

        image.Width.ShouldBeGreaterThanOrEqualTo(Math.Min(width, 4000));
        image.Height.ShouldBeGreaterThanOrEqualTo(Math.Min(height, 3000));
        if (width < 3000)
        {
            (image.Width / 2 < width || image.Height / 2 < height).ShouldBeTrue();
        }
    }

    [Fact]
    public void A_part_of_the_size_looks_like_the_whole()
    {
        var path = TestMedia.Path("images", "wallpaper-lady-bird.jpg");
        using var small = _decoder.Decode(File.ReadAllBytes(path), 320, 200);

        var expected = Ffmpeg.Run("-i", path, "-vf", $"scale={small.Width}:{small.Height}:flags=area", "-pix_fmt", "rgb24", "-f", "rawvideo", "-");

        Difference(small.Pixels, expected).ShouldBeLessThan(3);
    }

    [Theory]
    [InlineData("jpeg-truncated-10000-bytes.jpg")]
    [InlineData("jpeg-corrupt-header.jpg")]
    [InlineData("jpeg-fuzzed-131k.jpg")]
    [InlineData("jpeg-camera-corrupted-2mb.jpg")]
    [InlineData("jpeg-photo-header-destroyed.jpg")]
    public void What_is_damaged_is_refused(string name)
    {
        var bytes = File.ReadAllBytes(TestMedia.Path("corrupt", name));

        Should.Throw<ItemException>(() => _decoder.Decode(bytes)).Code.ShouldBe("bad_picture");
    }

    [Fact]
    public void A_damaged_header_of_the_camera_harms_no_picture()
    {
        using var image = _decoder.Decode(File.ReadAllBytes(TestMedia.Path("corrupt", "jpeg-bad-exif-type.jpg")));

        (image.Width, image.Height).ShouldBe((800, 531));
    }

    [Fact]
    public void A_lossless_JPEG_leaves_the_decoder_fit_for_the_next_file()
    {
        var lossless = Ffmpeg.Run("-f", "lavfi", "-i", "testsrc=size=64x48", "-frames:v", "1", "-c:v", "ljpeg", "-f", "image2pipe", "-");
        Should.Throw<ItemException>(() => _decoder.Decode(lossless)).Message.ShouldContain("Unsupported");

        using var image = _decoder.Decode(Encode(96, 64));

        (image.Width, image.Height).ShouldBe((96, 64));
    }

    [Fact]
    public void Bytes_that_were_cut_or_changed_anywhere_are_decoded_or_refused_and_never_worse()
    {
        var random = new Random(7);
        var whole = Encode(96, 64);
        for (var round = 0; round < 300; round++)
        {
            var bytes = whole[..random.Next(2, whole.Length + 1)];
            bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            try
            {
                using var image = _decoder.Decode(bytes, random.Next(0, 50), random.Next(0, 50));
            }
            catch (ItemException e)
            {
                e.Code.ShouldBe("bad_picture");
            }
        }
    }

    public void Dispose() => _decoder.Dispose();

    private static byte[] Encode(int width, int height)
    {
        using var encoder = new JpegEncoder();
        using var image = encoder.Encode(TestPictures.Scene(width, height), width, height, ColorSpec.Jpeg);
        return image.Memory.ToArray();
    }

    private static double Difference(ReadOnlySpan<byte> one, ReadOnlySpan<byte> other)
    {
        one.Length.ShouldBe(other.Length);
        long sum = 0;
        for (var i = 0; i < one.Length; i++)
        {
            sum += Math.Abs(one[i] - other[i]);
        }

        return (double)sum / one.Length;
    }

    private RgbImage Load(string name, int width = 0, int height = 0) => _decoder.Decode(File.ReadAllBytes(TestMedia.Path("images", name)), width, height);
}
