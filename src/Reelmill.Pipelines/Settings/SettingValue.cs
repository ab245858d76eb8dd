using System.Globalization;
using Reelmill.Core.Reporting;

namespace Reelmill.Pipelines.Settings;

/// <summary>Reads the texts of settings: durations, sizes, numbers, switches.</summary>
public static class SettingValue
{
    private const int MostShown = 100;

    private static readonly (string Unit, double Milliseconds)[] Durations =
        [("ms", 1), ("s", 1000), ("m", 60_000), ("h", 3_600_000), ("d", 86_400_000)];

    private static readonly (string Unit, double Bytes)[] Sizes =
        [("KiB", 1L << 10), ("MiB", 1L << 20), ("GiB", 1L << 30), ("TiB", 1L << 40), ("KB", 1e3), ("MB", 1e6), ("GB", 1e9), ("TB", 1e12), ("B", 1)];

    /// <summary>Reads a duration; its bounds are durations too, such as <c>1ms</c> and <c>1d</c>.</summary>
    /// <param name="key">The key, for the message.</param>
    /// <param name="text">The value.</param>
    /// <param name="least">The least.</param>
    /// <param name="most">The most.</param>
    /// <exception cref="UsageException">It is none, or out of its bounds.</exception>
    public static TimeSpan Duration(string key, string text, string least, string most) =>
        Scaled(text, Durations) is { } value && value >= Scaled(least, Durations) && value <= Scaled(most, Durations)
            ? TimeSpan.FromMilliseconds(value)
            : throw Wrong(key, text, $"a duration from {least} to {most}, such as 500ms, 2.5s or 1h");

    /// <summary>Reads a size in bytes; its bounds are sizes too, such as <c>1B</c> and <c>1TiB</c>.</summary>
    /// <param name="key">The key, for the message.</param>
    /// <param name="text">The value.</param>
    /// <param name="least">The least.</param>
    /// <param name="most">The most.</param>
    /// <exception cref="UsageException">It is none, or out of its bounds.</exception>
    public static long Size(string key, string text, string least, string most) =>
        (Scaled(text, Sizes) ?? Plain(text)) is { } value && value >= Scaled(least, Sizes) && value <= Scaled(most, Sizes)
            ? (long)value
            : throw Wrong(key, text, $"a size from {least} to {most}, such as 500MB or 2GiB");

    /// <summary>Reads a number.</summary>
    /// <param name="key">The key, for the message.</param>
    /// <param name="text">The value.</param>
    /// <param name="least">The least.</param>
    /// <param name="most">The most.</param>
    /// <exception cref="UsageException">It is none, or out of its bounds.</exception>
    public static double Number(string key, string text, double least, double most) =>
        Plain(text) is { } value && value >= least && value <= most
            ? value
            : throw Wrong(key, text, string.Create(CultureInfo.InvariantCulture, $"a number from {least} to {most}"));

    /// <summary>Reads a whole number.</summary>
    /// <param name="key">The key, for the message.</param>
    /// <param name="text">The value.</param>
    /// <param name="least">The least.</param>
    /// <param name="most">The most.</param>
    /// <exception cref="UsageException">It is none, or out of its bounds.</exception>
    public static int Whole(string key, string text, int least, int most) =>
        int.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out var value) && value >= least && value <= most
            ? value
            : throw Wrong(key, text, string.Create(CultureInfo.InvariantCulture, $"a whole number from {least} to {most}"));

    /// <summary>Reads a switch: true, yes, on or 1, and their opposites.</summary>
    /// <param name="key">The key, for the message.</param>
    /// <param name="text">The value.</param>
    /// <exception cref="UsageException">It is none.</exception>
    public static bool Switch(string key, string text) => text.ToLowerInvariant() switch
    {
        "true" or "yes" or "on" or "1" => true,
        "false" or "no" or "off" or "0" => false,
        _ => throw Wrong(key, text, "true or false"),
    };

    /// <summary>Reads one of several names.</summary>
    /// <typeparam name="T">What a name stands for.</typeparam>
    /// <param name="key">The key, for the message.</param>
    /// <param name="text">The value.</param>
    /// <param name="choices">The names, each with what it stands for.</param>
    /// <exception cref="UsageException">It is none of them.</exception>
    public static T Choice<T>(string key, string text, params (string Name, T Value)[] choices)
    {
        foreach (var (name, value) in choices)
        {
            if (name == text)
            {
                return value;
            }
        }

        throw Wrong(key, text, $"one of {string.Join(", ", choices.Select(static c => c.Name))}");
    }

    private static UsageException Wrong(string key, string text, string expected) => new($"{key}: '{Shown(text)}' is not {expected}.");

    private static string Shown(string text) => DisplayText.OneLine(text.Length > MostShown ? string.Concat(text.AsSpan(0, MostShown), "…") : text);

    private static double? Plain(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value) ? value : null;

    private static double? Scaled(string text, (string Unit, double Factor)[] units)
    {
        foreach (var (unit, factor) in units)
        {
            if (text.EndsWith(unit, StringComparison.Ordinal) && Plain(text[..^unit.Length].TrimEnd()) is { } number)
            {
                return number * factor;
            }
        }

        return null;
    }
}
