using Reelmill.Vision.Images;
using Reelmill.Vision.Images.Tensors;

namespace Reelmill.Vision.Tests.Images.Tensors;

public class ImageTensorTests
{
    private static readonly int[] Sizes = [1, 2, 3, 7, 16, 33, 100, 417];

    [Fact]
    public void An_image_of_the_same_size_keeps_its_levels()
    {
        using var image = TestImages.Noise(37, 11, 1);
        var (tensor, _) = TestImages.ToTensor(image, new ImageInput(37, 11));

        for (var i = 0; i < 37 * 11; i++)
        {
            for (var color = 0; color < 3; color++)
            {
                tensor[(color * 37 * 11) + i].ShouldBe(image.Pixels[(3 * i) + color], 1e-3);
            }
        }
    }

    [Fact]
    public void Channels_can_be_last_and_in_BGR_order()
    {
        using var image = TestImages.Uniform(4, 4, 10, 20, 30);

        TestImages.ToTensor(image, new ImageInput(2, 2) { ChannelsLast = true }).Tensor.ShouldBe([10, 20, 30, 10, 20, 30, 10, 20, 30, 10, 20, 30]);
        TestImages.ToTensor(image, new ImageInput(2, 1) { Bgr = true }).Tensor.ShouldBe([30, 30, 20, 20, 10, 10]);
        TestImages.ToTensor(image, new ImageInput(1, 1) { Bgr = true, ChannelsLast = true }).Tensor.ShouldBe([30, 20, 10]);
    }

    [Fact]
    public void Means_and_scales_follow_the_channels_in_BGR_order()
    {
        using var image = TestImages.Uniform(1, 1, 10, 20, 30);
        var input = new ImageInput(1, 1) { Mean = new ColorValues(1, 2, 3), Scale = new ColorValues(2, 4, 8) };

        TestImages.ToTensor(image, input).Tensor.ShouldBe([18, 72, 216]);
        TestImages.ToTensor(image, input with { Bgr = true }).Tensor.ShouldBe([216, 72, 18]);
    }

    [Fact]
    public void Every_size_is_resized_by_area_average_or_bilinearly()
    {
        foreach (var (width, height, targetWidth, targetHeight) in from w in Sizes from h in Sizes from tw in Sizes select (w, h, tw, Sizes[^1] / h))
        {
            using var image = TestImages.Noise(width, height, width + height);
            var input = new ImageInput(targetWidth, targetHeight);
            var (tensor, _) = TestImages.ToTensor(image, input);
            foreach (var i in new[] { 0, (tensor.Length / 3) - 1, tensor.Length / 6 })
            {
                tensor[i].ShouldBe((float)ResizeByBruteForce(image, input, i % targetWidth, i / targetWidth), 0.01, $"{width}x{height} to {targetWidth}x{targetHeight}, {i}");
            }
        }
    }

    [Theory]
    [InlineData(100, 50, 100, 50)]
    [InlineData(200, 100, 100, 50)]
    [InlineData(50, 200, 25, 100)]
    [InlineData(10, 10, 100, 100)]
    [InlineData(1000, 1, 100, 1)]
    public void A_letterboxed_image_keeps_its_aspect_ratio_and_the_rest_is_padding(int width, int height, int filledWidth, int filledHeight)
    {
        using var image = TestImages.Uniform(width, height, 200, 200, 200);
        var (tensor, mapping) = TestImages.ToTensor(image, new ImageInput(100, 100) { Fit = ImageFit.LetterboxTopLeft });

        for (var i = 0; i < tensor.Length; i++)
        {
            var inside = i % 100 < filledWidth && i / 100 % 100 < filledHeight;
            tensor[i].ShouldBe(inside ? 200 : 114, 1e-3);
        }

        mapping.ToSource(new Box(0, 0, filledWidth, filledHeight)).ShouldBe(new Box(0, 0, width, height));
    }

    [Fact]
    public void A_center_crop_contains_the_middle_of_the_image()
    {
        using var image = TestImages.Uniform(300, 100, 0, 0, 0);
        for (var i = 0; i < 100; i++)
        {
            image.Pixels.Slice(((i * 300) + 100) * 3, 300).Fill(255);
        }

        var (tensor, mapping) = TestImages.ToTensor(image, new ImageInput(50, 50) { Fit = ImageFit.CenterCrop });

        tensor.ShouldAllBe(static v => MathF.Abs(v - 255) < 1e-3f);
        mapping.ToSource(new Box(0, 0, 50, 50)).ShouldBe(new Box(100, 0, 100, 100));
    }

    [Fact]
    public void Boxes_are_mapped_back_and_clipped_at_the_image_edges()
    {
        using var image = TestImages.Uniform(200, 100, 0, 0, 0);
        var (_, mapping) = TestImages.ToTensor(image, new ImageInput(100, 100) { Fit = ImageFit.LetterboxTopLeft });

        mapping.ToSource(new Box(-10, 10, 50, 20)).ShouldBe(new Box(0, 20, 80, 40));
        mapping.ToSource(new Box(90, 40, 50, 50)).ShouldBe(new Box(180, 80, 20, 20));
        mapping.ToSource(new Box(10, 60, 20, 20)).Area.ShouldBe(0);
    }

    [Fact]
    public void A_tensor_of_the_wrong_length_is_rejected()
    {
        using var image = TestImages.Uniform(2, 2, 0, 0, 0);

        Should.Throw<ArgumentException>(() => ImageTensor.Write(image, new ImageInput(2, 2), new float[11])).Message.ShouldContain("12 values; got 11");
    }

    private static double ResizeByBruteForce(RgbImage image, ImageInput input, int x, int y)
    {
        var sum = 0.0;
        for (var row = 0; row < image.Height; row++)
        {
            for (var column = 0; column < image.Width; column++)
            {
                sum += image.Pixels[((row * image.Width) + column) * 3] * Weight(image.Width, input.Width, x, column) * Weight(image.Height, input.Height, y, row);
            }
        }

        return sum;
    }

    private static double Weight(int source, int target, int targetPixel, int sourcePixel)
    {
        var scale = (double)source / target;
        if (scale > 1)
        {
            return Math.Max(0, Math.Min((targetPixel + 1) * scale, sourcePixel + 1) - Math.Max(targetPixel * scale, sourcePixel)) / scale;
        }

        var center = Math.Clamp(((targetPixel + 0.5) * scale) - 0.5, 0, source - 1);
        return Math.Max(0, 1 - Math.Abs(center - sourcePixel));
    }
}
