using System.Numerics.Tensors;

namespace Reelmill.Vision.Images;

/// <summary>Converts CMYK to RGB without a color profile.</summary>
internal static class CmykConverter
{
    /// <summary>Converts inverted CMYK to RGB: multiplies each of inverted cyan, magenta and yellow by inverted black.</summary>
    /// <param name="inverted">Four bytes per pixel, inverted as in Adobe JPEG files: 255 means no ink.</param>
    /// <param name="pixels">Three bytes per pixel.</param>
    public static void ToRgb(ReadOnlySpan<byte> inverted, Span<byte> pixels)
    {
        for (int i = 0, o = 0; i < inverted.Length; i += 4, o += RgbImage.Channels)
        {
            var black = inverted[i + 3];
            pixels[o] = (byte)((inverted[i] * black + 127) / 255);
            pixels[o + 1] = (byte)((inverted[i + 1] * black + 127) / 255);
            pixels[o + 2] = (byte)((inverted[i + 2] * black + 127) / 255);
        }
    }

    /// <summary>Inverts CMYK samples in place.</summary>
    public static void Invert(Span<byte> samples) => TensorPrimitives.OnesComplement<byte>(samples, samples);
}
