namespace Reelmill.Vision.Tests;

/// <summary>Creates planes of samples that are equal on every machine.</summary>
internal static class TestSamples
{
    public static byte[] Noise(int length, int seed)
    {
        var bytes = new byte[length];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }

    public static byte[] Uniform(int length, byte level)
    {
        var bytes = new byte[length];
        bytes.AsSpan().Fill(level);
        return bytes;
    }

    /// <summary>Creates an I420 image of any size with soft shapes and some texture; samples are within 16..235.</summary>
    public static byte[] Scene(int width, int height, int seed = 1)
    {
        var (cw, ch) = ((width + 1) / 2, (height + 1) / 2);
        var i420 = new byte[(width * height) + (2 * cw * ch)];
        var random = new Random(seed);
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
            {
                var disc = Square((x * 8 / width) - 3) + Square((y * 8 / height) - 2 - seed) < 6 ? 70 : 0;
                i420[(y * width) + x] = (byte)(40 + (x * 90 / width) + disc + random.Next(9));
            }
        }

        for (var i = 0; i < cw * ch; i++)
        {
            var offset = width * height;
            i420[offset + i] = (byte)(60 + (i % cw * 120 / cw));
            i420[offset + (cw * ch) + i] = (byte)(190 - (i / cw * 110 / ch));
        }

        return i420;
    }

    private static int Square(int value) => value * value;
}
