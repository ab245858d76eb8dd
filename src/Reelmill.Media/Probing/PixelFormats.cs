namespace Reelmill.Media.Probing;

/// <summary>What the names of ffmpeg's pixel formats say.</summary>
internal static class PixelFormats
{
    private const int UsualDepth = 8;

    private static readonly string[] RgbPrefixes = ["gbr", "rgb", "bgr", "argb", "abgr", "0rgb", "0bgr", "x2rgb", "x2bgr", "pal8", "bayer"];

    /// <summary>Whether a format holds red, green and blue.</summary>
    public static bool IsRgb(string? format) => Array.Exists(RgbPrefixes, prefix => format?.StartsWith(prefix, StringComparison.Ordinal) == true);

    /// <summary>
    /// Bits of each sample. Formats over 8 bits end in their depth and byte order; the number may be all samples of a
    /// pixel together (<c>rgb48le</c>), or follow a digit for the layout (<c>p210le</c>).
    /// </summary>
    public static int? BitDepth(string? format)
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
            return UsualDepth;
        }

        var digits = format[..^2].Reverse().TakeWhile(char.IsAsciiDigit).Take(2).Reverse().ToArray();
        return int.TryParse(digits, out var number) ? number switch
        {
            48 or 64 => 16,
            20 => 10,
            9 or 10 or 12 or 14 or 16 or 32 => number,
            _ => UsualDepth,
        } : UsualDepth;
    }
}
