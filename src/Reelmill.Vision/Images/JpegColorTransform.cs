namespace Reelmill.Vision.Images;

/// <summary>The fixed-point coefficients that convert YUV planes to full-range BT.601, which JFIF requires.</summary>
/// <remarks>
/// <para>With y in 0..1, b and r in -0.5..0.5 and a matrix given by Kr, Kb and Kg = 1 - Kr - Kb:
/// R = y + 2(1 - Kr) r, B = y + 2(1 - Kb) b, G = (y - Kr R - Kb B) / Kg.</para>
/// <para>In BT.601, y' = 0.299 R + 0.587 G + 0.114 B, b' = (B - y') / 1.772, r' = (R - y') / 1.402. Gray (b = r = 0) has
/// R = G = B = y in every matrix, so y' = y + p b + q r, and b', r' depend only on b, r: luma needs a correction, chroma
/// a 2x2 matrix. Each coefficient is the value of these formulas at b = 1 or r = 1, y = 0.</para>
/// <para>Limited ranges: luma is expanded by 255/219 from 16, chroma by 255/224 around 128. All coefficients are scaled
/// by 2^16 and computed by IEEE 754 additions, multiplications and divisions, which round identically everywhere.</para>
/// </remarks>
internal readonly record struct JpegColorTransform(
    int LumaBlack,
    int LumaGain,
    int LumaFromBlue,
    int LumaFromRed,
    int BlueFromBlue,
    int BlueFromRed,
    int RedFromBlue,
    int RedFromRed)
{
    /// <summary>The fraction bits of the fixed-point coefficients.</summary>
    public const int Bits = 16;

    public static JpegColorTransform From(ColorSpec color)
    {
        var luma = color.FullRange ? 1.0 : 255.0 / 219.0;
        var chroma = color.FullRange ? 1.0 : 255.0 / 224.0;
        var blue = Convert(color.Matrix, 1, 0);
        var red = Convert(color.Matrix, 0, 1);
        return new JpegColorTransform(
            color.FullRange ? 0 : 16,
            ToFixed(luma),
            ToFixed(blue.Luma * chroma),
            ToFixed(red.Luma * chroma),
            ToFixed(blue.Blue * chroma),
            ToFixed(red.Blue * chroma),
            ToFixed(blue.Red * chroma),
            ToFixed(red.Red * chroma));
    }

    /// <summary>Converts a chroma vector with zero luma to BT.601.</summary>
    private static (double Luma, double Blue, double Red) Convert(ColorMatrix matrix, double b, double r)
    {
        if (matrix == ColorMatrix.Bt601)
        {
            return (0, b, r);
        }

        var (kr, kb) = GetWeights(matrix);
        var red = 2 * (1 - kr) * r;
        var blue = 2 * (1 - kb) * b;
        var green = -((kr * red) + (kb * blue)) / (1 - kr - kb);
        var luma = (0.299 * red) + (0.587 * green) + (0.114 * blue);
        return (luma, (blue - luma) / 1.772, (red - luma) / 1.402);
    }

    private static (double Red, double Blue) GetWeights(ColorMatrix matrix) => matrix switch
    {
        ColorMatrix.Bt709 => (0.2126, 0.0722),
        ColorMatrix.Bt2020 => (0.2627, 0.0593),
        _ => throw new ArgumentOutOfRangeException(nameof(matrix), matrix, "The matrix must be Bt601, Bt709 or Bt2020."),
    };

    private static int ToFixed(double value) => (int)Math.Floor((value * (1 << Bits)) + 0.5);
}
