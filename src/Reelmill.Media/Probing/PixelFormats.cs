namespace Reelmill.Media.Probing;

/// <summary>Derives properties of pixel formats from ffmpeg's names.</summary>
internal static class PixelFormats
{
    private const int DefaultDepth = 8;

    private static readonly string[] RgbPrefixes = ["gbr", "rgb", "bgr", "argb", "abgr", "0rgb", "0bgr", "x2rgb", "x2bgr", "pal8", "bayer"];

    /// <summary>Whether a format has red, green and blue samples.</summary>
    public static bool IsRgb(string? format) => Array.Exists(RgbPrefixes, prefix => format?.StartsWith(prefix, StringComparison.Ordinal) == true);

    /// <summary>
    /// Parses the bits of each sample. Names of formats over 8 bits end in depth and byte order. The number may be the total of
    /// a pixel (<c>rgb48le</c>), or follow a digit of the layout (<c>p210le</c>).
    /// </summary>
    public static int? ParseBitDepth(string? format)
    {
        if (format is null)
        {
            return null;
        }

        if (format is "monow" or "monob")
        {
            return 1;
        }

        if (!format.EndsWith("le", StringComparison.Ordinal) && !format.EndsWith("be", StringComparison.Ordinal))
        {
            return DefaultDepth;
        }

        var digits = format[..^2].Reverse().TakeWhile(char.IsAsciiDigit).Take(2).Reverse().ToArray();
        return int.TryParse(digits, out var number) ? number switch
        {
            48 or 64 => 16,
            20 => 10,
            9 or 10 or 12 or 14 or 16 or 32 => number,
            _ => DefaultDepth,
        } : DefaultDepth;
    }
}
