using System.Buffers.Binary;

namespace Reelmill.Testing;

/// <summary>An ICC color profile (ICC.1:2010, matrix and curve) for tests, with a reference conversion to sRGB.</summary>
/// <param name="name">The description of the profile.</param>
/// <param name="colorants">The XYZ values of red, green and blue, adapted to D50.</param>
/// <param name="gamma">The exponent of the tone curve; 0 for the curve of sRGB.</param>
public sealed class RgbProfile(string name, double[] colorants, double gamma)
{
    // From XYZ at D50 to linear sRGB.
    private static readonly double[] FromXyz = [3.1341359, -1.6173864, -0.4906619, -0.9787955, 1.9162544, 0.0334428, 0.0719554, -0.2289768, 1.4053860];

    /// <summary>Display P3, the color space of phone displays and photos.</summary>
    public static RgbProfile DisplayP3 { get; } = new("Display P3", [0.51512, 0.24120, -0.00105, 0.29198, 0.69225, 0.04189, 0.15710, 0.06657, 0.78407], 0);

    /// <summary>Adobe RGB (1998), a color space of cameras.</summary>
    public static RgbProfile AdobeRgb { get; } = new("Adobe RGB (1998)", [0.60974, 0.31111, 0.01947, 0.20528, 0.62567, 0.06087, 0.14919, 0.06322, 0.74457], 2.19921875);

    /// <summary>sRGB.</summary>
    public static RgbProfile Srgb { get; } = new("sRGB", [0.43607, 0.22249, 0.01392, 0.38515, 0.71687, 0.09708, 0.14307, 0.06061, 0.71410], 0);

    /// <summary>Serializes the profile.</summary>
    public byte[] ToBytes()
    {
        var red = Xyz(colorants.AsSpan(0, 3));
        var green = Xyz(colorants.AsSpan(3, 3));
        var blue = Xyz(colorants.AsSpan(6, 3));
        return Write("RGB ", ("desc", Text(name)), ("cprt", Text("CC0")), ("wtpt", White), ("rXYZ", red), ("gXYZ", green), ("bXYZ", blue), ("rTRC", Curve()), ("gTRC", Curve()), ("bTRC", Curve()));
    }

    /// <summary>Serializes a grayscale profile with the same tone curve.</summary>
    public byte[] ToGrayBytes() => Write("GRAY", ("desc", Text(name)), ("cprt", Text("CC0")), ("wtpt", White), ("kTRC", Curve()));

    /// <summary>Converts pixels to sRGB in place.</summary>
    /// <param name="pixels">The interleaved red, green and blue samples.</param>
    public void ConvertToSrgb(Span<byte> pixels)
    {
        Span<double> linear = stackalloc double[3];
        Span<double> xyz = stackalloc double[3];
        for (var i = 0; i < pixels.Length; i += 3)
        {
            for (var n = 0; n < 3; n++)
            {
                linear[n] = ToLinear(pixels[i + n] / 255.0);
            }

            for (var n = 0; n < 3; n++)
            {
                xyz[n] = (colorants[n] * linear[0]) + (colorants[3 + n] * linear[1]) + (colorants[6 + n] * linear[2]);
            }

            for (var n = 0; n < 3; n++)
            {
                pixels[i + n] = Encode((FromXyz[3 * n] * xyz[0]) + (FromXyz[(3 * n) + 1] * xyz[1]) + (FromXyz[(3 * n) + 2] * xyz[2]));
            }
        }
    }

    /// <summary>Converts a gray level to sRGB.</summary>
    /// <param name="level">The gray level in the profile's encoding.</param>
    public byte GrayToSrgb(byte level) => Encode(ToLinear(level / 255.0));

    private static byte[] White => Xyz([0.9642, 1, 0.8249]);

    private double ToLinear(double value) =>
        gamma > 0 ? Math.Pow(value, gamma) : value <= 0.04045 ? value / 12.92 : Math.Pow((value + 0.055) / 1.055, 2.4);

    private static byte Encode(double linear)
    {
        linear = Math.Clamp(linear, 0, 1);
        return (byte)Math.Round(255 * (linear <= 0.0031308 ? 12.92 * linear : (1.055 * Math.Pow(linear, 1 / 2.4)) - 0.055));
    }

    private byte[] Curve() => gamma > 0
        ? [.. "para\0\0\0\0\0\0\0\0"u8, .. Fixed(gamma)]
        : [.. "para\0\0\0\0\0\u0003\0\0"u8, .. Fixed(2.4), .. Fixed(1 / 1.055), .. Fixed(0.055 / 1.055), .. Fixed(1 / 12.92), .. Fixed(0.04045)];

    private static byte[] Xyz(ReadOnlySpan<double> values) => [.. "XYZ \0\0\0\0"u8, .. Fixed(values[0]), .. Fixed(values[1]), .. Fixed(values[2])];

    private static byte[] Text(string text) =>
        [.. "mluc\0\0\0\0"u8, .. Number(1), .. Number(12), .. "enUS"u8, .. Number(2 * text.Length), .. Number(28), .. text.SelectMany(static c => new[] { (byte)0, (byte)c })];

    private static byte[] Fixed(double value) => Number((int)Math.Round(value * 65536));

    private static byte[] Number(int value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(bytes, value);
        return bytes;
    }

    private static byte[] Write(string space, params (string Name, byte[] Content)[] tags)
    {
        var table = new List<byte>(Number(tags.Length));
        var content = new List<byte>();
        var start = 128 + 4 + (12 * tags.Length);
        foreach (var (tag, bytes) in tags)
        {
            table.AddRange([.. tag.Select(static c => (byte)c), .. Number(start + content.Count), .. Number(bytes.Length)]);
            content.AddRange(bytes);
            content.AddRange(new byte[-content.Count & 3]);
        }

        byte[] header = [.. Number(start + content.Count), 0, 0, 0, 0, 4, 0x30, 0, 0, .. "mntr"u8, .. space.Select(static c => (byte)c), .. "XYZ "u8, .. new byte[12], .. "acsp"u8, .. new byte[28], .. Fixed(0.9642), .. Fixed(1), .. Fixed(0.8249), .. new byte[48]];
        return [.. header, .. table, .. content];
    }
}
