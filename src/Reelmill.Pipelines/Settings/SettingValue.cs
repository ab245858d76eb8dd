using System.Globalization;
using Reelmill.Core.Reporting;

namespace Reelmill.Pipelines.Settings;

/// <summary>Parses the values of settings: durations, sizes, numbers, switches and choices.</summary>
public static class SettingValue
{
    private const int MaxShownLength = 100;

    private static readonly (string Unit, double Milliseconds)[] Durations =
        [("ms", 1), ("s", 1000), ("m", 60_000), ("h", 3_600_000), ("d", 86_400_000)];

    private static readonly (string Unit, double Bytes)[] Sizes =
        [("KiB", 1L << 10), ("MiB", 1L << 20), ("GiB", 1L << 30), ("TiB", 1L << 40), ("KB", 1e3), ("MB", 1e6), ("GB", 1e9), ("TB", 1e12), ("B", 1)];

    /// <summary>Parses a duration. The bounds are durations too, such as <c>1ms</c> and <c>1d</c>.</summary>
    /// <param name="key">The key, for the error message.</param>
    /// <param name="text">The value.</param>
    /// <param name="min">The minimum.</param>
    /// <param name="max">The maximum.</param>
    /// <exception cref="UsageException">The value is malformed or out of bounds.</exception>
    public static TimeSpan Duration(string key, string text, string min, string max) =>
        ParseScaled(text, Durations) is { } value && value >= ParseScaled(min, Durations) && value <= ParseScaled(max, Durations)
            ? TimeSpan.FromMilliseconds(value)
            : throw CreateError(key, text, $"a duration from {min} to {max}, such as 500ms, 2.5s or 1h");

    /// <summary>Parses a size in bytes. The bounds are sizes too, such as <c>1B</c> and <c>1TiB</c>.</summary>
    /// <param name="key">The key, for the error message.</param>
    /// <param name="text">The value.</param>
    /// <param name="min">The minimum.</param>
    /// <param name="max">The maximum.</param>
    /// <exception cref="UsageException">The value is malformed or out of bounds.</exception>
    public static long Size(string key, string text, string min, string max) =>
        (ParseScaled(text, Sizes) ?? ParseNumber(text)) is { } value && value >= ParseScaled(min, Sizes) && value <= ParseScaled(max, Sizes)
            ? (long)value
            : throw CreateError(key, text, $"a size from {min} to {max}, such as 500MB or 2GiB");

    /// <summary>Parses a number.</summary>
    /// <param name="key">The key, for the error message.</param>
    /// <param name="text">The value.</param>
    /// <param name="min">The minimum.</param>
    /// <param name="max">The maximum.</param>
    /// <exception cref="UsageException">The value is malformed or out of bounds.</exception>
    public static double Number(string key, string text, double min, double max) =>
        ParseNumber(text) is { } value && value >= min && value <= max
            ? value
            : throw CreateError(key, text, string.Create(CultureInfo.InvariantCulture, $"a number from {min} to {max}"));

    /// <summary>Parses a whole number.</summary>
    /// <param name="key">The key, for the error message.</param>
    /// <param name="text">The value.</param>
    /// <param name="min">The minimum.</param>
    /// <param name="max">The maximum.</param>
    /// <exception cref="UsageException">The value is malformed or out of bounds.</exception>
    public static int Whole(string key, string text, int min, int max) =>
        int.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out var value) && value >= min && value <= max
            ? value
            : throw CreateError(key, text, string.Create(CultureInfo.InvariantCulture, $"a whole number from {min} to {max}"));

    /// <summary>Parses a switch: true, yes, on or 1, and their opposites.</summary>
    /// <param name="key">The key, for the error message.</param>
    /// <param name="text">The value.</param>
    /// <exception cref="UsageException">The value is neither.</exception>
    public static bool Switch(string key, string text) => text.ToLowerInvariant() switch
    {
        "true" or "yes" or "on" or "1" => true,
        "false" or "no" or "off" or "0" => false,
        _ => throw CreateError(key, text, "true or false"),
    };

    /// <summary>Parses one of several names.</summary>
    /// <typeparam name="T">The type of the values.</typeparam>
    /// <param name="key">The key, for the error message.</param>
    /// <param name="text">The value.</param>
    /// <param name="choices">The accepted names, each with its value.</param>
    /// <exception cref="UsageException">The value is none of the names.</exception>
    public static T Choice<T>(string key, string text, params (string Name, T Value)[] choices)
    {
        foreach (var (name, value) in choices)
        {
            if (name == text)
            {
                return value;
            }
        }

        throw CreateError(key, text, $"one of {string.Join(", ", choices.Select(static c => c.Name))}");
    }

    private static UsageException CreateError(string key, string text, string expected) => new($"{key}: '{Abbreviate(text)}' is not {expected}.");

    private static string Abbreviate(string text) => DisplayText.OneLine(text.Length > MaxShownLength ? string.Concat(text.AsSpan(0, MaxShownLength), "…") : text);

    private static double? ParseNumber(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value) ? value : null;

    private static double? ParseScaled(string text, (string Unit, double Factor)[] units)
    {
        foreach (var (unit, factor) in units)
        {
            if (text.EndsWith(unit, StringComparison.Ordinal) && ParseNumber(text[..^unit.Length].TrimEnd()) is { } number)
            {
                return number * factor;
            }
        }

        return null;
    }
}
