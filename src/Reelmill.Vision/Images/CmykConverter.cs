using System.Numerics.Tensors;

namespace Reelmill.Vision.Images;

/// <summary>Makes light of printing inks, without a color profile.</summary>
internal static class InkMixer
{
    /// <summary>Multiplies what cyan, magenta and yellow leave of red, green and blue with what black leaves of all.</summary>
    /// <param name="light">Four bytes a pixel, inverted as Adobe's JPEG files hold them: 255 is no ink.</param>
    /// <param name="pixels">Three bytes a pixel.</param>
    public static void Mix(ReadOnlySpan<byte> light, Span<byte> pixels)
    {
        for (int i = 0, o = 0; i < light.Length; i += 4, o += RgbImage.Channels)
        {
            var black = light[i + 3];
            pixels[o] = (byte)((light[i] * black + 127) / 255);
            pixels[o + 1] = (byte)((light[i + 1] * black + 127) / 255);
            pixels[o + 2] = (byte)((light[i + 2] * black + 127) / 255);
        }
    }

    /// <summary>Turns the light that inks leave into how much ink there is, and back.</summary>
    public static void Invert(Span<byte> samples) => TensorPrimitives.OnesComplement<byte>(samples, samples);
}
