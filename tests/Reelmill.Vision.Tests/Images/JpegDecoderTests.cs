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
    public void A_decoded_image_matches_ffmpeg(string name)
    {
        var path = TestMedia.Path("images", name);
        using var image = _decoder.Decode(File.ReadAllBytes(path));

        var expected = Ffmpeg.Run("-i", path, "-pix_fmt", "rgb24", "-f", "rawvideo", "-");

        Difference(image.Pixels, expected).ShouldBeLessThan(2);
    }

    [Fact]
    public void Every_EXIF_orientation_is_decoded_upright()
    {
        using var upright = Load("exif-orientation-1-landscape-waterfall.jpg");
        for (var orientation = 2; orientation <= 8; orientation++)
        {
            using var rotated = Load($"exif-orientation-{orientation}-landscape-waterfall.jpg");

            (rotated.Width, rotated.Height).ShouldBe((upright.Width, upright.Height), $"{orientation}");
            Difference(rotated.Pixels, upright.Pixels).ShouldBeLessThan(6, $"{orientation}");
        }
    }

    [Fact]
    public void CMYK_is_converted_to_RGB()
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
    public void The_smallest_scale_that_covers_the_requested_size_is_decoded(int width, int height)
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
    public void A_scaled_image_matches_ffmpeg()
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
    public void A_damaged_file_is_rejected(string name)
    {
        var bytes = File.ReadAllBytes(TestMedia.Path("corrupt", name));

        Should.Throw<ItemException>(() => _decoder.Decode(bytes)).Code.ShouldBe("bad_picture");
    }

    [Fact]
    public void A_damaged_EXIF_header_does_not_affect_decoding()
    {
        using var image = _decoder.Decode(File.ReadAllBytes(TestMedia.Path("corrupt", "jpeg-bad-exif-type.jpg")));

        (image.Width, image.Height).ShouldBe((800, 531));
    }

    [Fact]
    public void The_decoder_still_works_after_a_lossless_JPEG()
    {
        var lossless = Ffmpeg.Run("-f", "lavfi", "-i", "testsrc=size=64x48", "-frames:v", "1", "-c:v", "ljpeg", "-f", "image2pipe", "-");
        Should.Throw<ItemException>(() => _decoder.Decode(lossless)).Message.ShouldContain("Unsupported");

        using var image = _decoder.Decode(Encode(96, 64));

        (image.Width, image.Height).ShouldBe((96, 64));
    }

    [Fact]
    public void Truncated_or_modified_bytes_are_decoded_or_rejected()
    {
        var random = new Random(7);
        var valid = Encode(96, 64);
        for (var round = 0; round < 300; round++)
        {
            var bytes = valid[..random.Next(2, valid.Length + 1)];
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
        using var image = encoder.Encode(TestSamples.Scene(width, height), width, height, ColorSpec.Jpeg);
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
