using System.Globalization;
using Reelmill.Media.Formats;

namespace Reelmill.Media.Probing;

/// <summary>Parses single values of ffprobe's output. An invalid value is unknown, never an error.</summary>
internal static class ProbeValues
{
    private const int MatrixNumbers = 9;

    /// <summary>
    /// Parses seconds with six decimals exactly. A value outside of the range of <see cref="TimeSpan"/> becomes its largest
    /// or smallest value.
    /// </summary>
    public static TimeSpan? Time(string? seconds)
    {
        if (!decimal.TryParse(seconds, NumberStyles.Float, CultureInfo.InvariantCulture, out var value))
        {
            return null;
        }

        var limit = TimeSpan.MaxValue.Ticks / TimeSpan.TicksPerSecond;
        return value > limit ? TimeSpan.MaxValue
            : value < -limit ? TimeSpan.MinValue
            : TimeSpan.FromTicks((long)(value * TimeSpan.TicksPerSecond));
    }

    /// <summary>Parses a time that must not be negative.</summary>
    public static TimeSpan? Duration(string? seconds) => Time(seconds) is { } time && time >= TimeSpan.Zero ? time : null;

    public static long? Count(string? number) =>
        long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : null;

    /// <summary>Parses a positive rate or ratio.</summary>
    public static Rational? Ratio(string? fraction) =>
        Rational.TryParse(fraction, out var value) && value.Numerator > 0 ? value : null;

    /// <summary>Returns a name, or null for the words that ffprobe writes when it knows none.</summary>
    public static string? Name(string? text) =>
        text is null or "" or "unknown" or "none" or "unspecified" or "reserved" or "und" ? null : text;

    /// <summary>Returns a codec tag. ffprobe brackets bytes that are not letters; a tag of those is unknown.</summary>
    public static string? Tag(string? text) => text?.StartsWith('[') == true ? null : Name(text);

    public static ColorRange Range(string? range) => range switch
    {
        "tv" => ColorRange.Limited,
        "pc" => ColorRange.Full,
        _ => ColorRange.Unknown,
    };

    /// <summary>Parses a display matrix as ffprobe prints it: one line per row, with the row's number and a colon first.</summary>
    public static Orientation Orientation(string? matrix)
    {
        var numbers = (matrix ?? string.Empty).Split('\n')
            .SelectMany(static line => line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            .Select(static text => long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) ? value : 0)
            .ToArray();
        return numbers.Length == MatrixNumbers ? Probing.Orientation.FromDisplayMatrix(numbers) : default;
    }
}
