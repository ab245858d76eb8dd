using System.Globalization;
using System.Text;
using Reelmill.Testing;
using Reelmill.Vision.Images;
using Reelmill.Vision.Images.Tensors;

namespace Reelmill.Vision.Tests;

/// <summary>Creates images: real ones decoded by ffmpeg, and synthetic ones.</summary>
internal static class TestImages
{
    /// <summary>Decodes a file of the folder <c>images</c>.</summary>
    public static RgbImage Open(string name)
    {
        // The header of a portable pixmap: P6, width, height, 255. Then the pixels follow.
        var file = Ffmpeg.Run("-i", TestMedia.Path("images", name), "-frames:v", "1", "-f", "image2pipe", "-c:v", "ppm", "-pix_fmt", "rgb24", "-");
        var header = Encoding.ASCII.GetString(file.AsSpan(0, 40)).Split('\n', ' ');
        var image = RgbImage.Rent(int.Parse(header[1], CultureInfo.InvariantCulture), int.Parse(header[2], CultureInfo.InvariantCulture));
        file.AsSpan(file.Length - image.Pixels.Length).CopyTo(image.Pixels);
        return image;
    }

    public static RgbImage Noise(int width, int height, int seed)
    {
        var image = RgbImage.Rent(width, height);
        new Random(seed).NextBytes(image.Pixels);
        return image;
    }

    public static RgbImage Uniform(int width, int height, byte red, byte green, byte blue)
    {
        var image = RgbImage.Rent(width, height);
        for (var i = 0; i < image.Pixels.Length; i += 3)
        {
            (image.Pixels[i], image.Pixels[i + 1], image.Pixels[i + 2]) = (red, green, blue);
        }

        return image;
    }

    /// <summary>Writes an image to a tensor.</summary>
    public static (float[] Tensor, TensorMapping Mapping) ToTensor(RgbImage image, ImageInput input)
    {
        var tensor = new float[input.Length];
        return (tensor, ImageTensor.Write(image, input, tensor));
    }
}
