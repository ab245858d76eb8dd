using System.Globalization;
using Reelmill.Media.Formats;

namespace Reelmill.Media.Probing;

/// <summary>Reads the single values of ffprobe's answer; what cannot be read is unknown, and never an error.</summary>
internal static class ProbeValues
{
    private const int MatrixNumbers = 9;

    /// <summary>Seconds with six decimals, exactly; what a <see cref="TimeSpan"/> cannot hold is its largest or smallest value.</summary>
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

    /// <summary>A time that cannot be negative.</summary>
    public static TimeSpan? Duration(string? seconds) => Time(seconds) is { } time && time >= TimeSpan.Zero ? time : null;

    public static long? Count(string? number) =>
        long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : null;

    /// <summary>A rate or ratio above 0.</summary>
    public static Rational? Ratio(string? fraction) =>
        Rational.TryParse(fraction, out var value) && value.Numerator > 0 ? value : null;

    /// <summary>A name, unless it is one of those by which ffprobe says that it knows none.</summary>
    public static string? Name(string? text) =>
        text is null or "" or "unknown" or "none" or "unspecified" or "reserved" or "und" ? null : text;

    /// <summary>Four letters; ffprobe puts bytes that are no letters into brackets, and those name nothing.</summary>
    public static string? Tag(string? text) => text?.StartsWith('[') == true ? null : Name(text);

    public static ColorRange Range(string? range) => range switch
    {
        "tv" => ColorRange.Limited,
        "pc" => ColorRange.Full,
        _ => ColorRange.Unknown,
    };

    /// <summary>A display matrix as ffprobe prints it: a line for each row, its number and a colon in front.</summary>
    public static Orientation Orientation(string? matrix)
    {
        var numbers = (matrix ?? string.Empty).Split('\n')
            .SelectMany(static line => line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            .Select(static text => long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) ? value : 0)
            .ToArray();
        return numbers.Length == MatrixNumbers ? Probing.Orientation.Of(numbers) : default;
    }
}
