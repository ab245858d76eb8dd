using System.Text;

namespace Reelmill.Processes;

/// <summary>Formats commands and their output for error messages.</summary>
internal static class CommandText
{
    private const int MaxCommandLength = 1000;
    private const int MaxLinesLength = 500;
    private const int MinArgumentLength = 4;

    /// <summary>Formats the command line with shell quoting, cut off after 1,000 characters.</summary>
    public static string Format(ProcessSpec spec)
    {
        var text = new StringBuilder(Quote(spec.Executable));
        foreach (var argument in spec.Arguments)
        {
            text.Append(' ').Append(Quote(argument));
            if (text.Length > MaxCommandLength)
            {
                return text.ToString(0, MaxCommandLength) + "...";
            }
        }

        return text.ToString();
    }

    /// <summary>Returns the last three lines, joined into one.</summary>
    public static string LastLines(string? tail)
    {
        var lines = (tail ?? "").Split(['\n', '\r'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var joined = string.Join(" | ", lines.TakeLast(3));
        return joined.Length <= MaxLinesLength ? joined : "..." + joined[^MaxLinesLength..];
    }

    /// <summary>Replaces the secrets of the spec with "...".</summary>
    public static string Redact(ProcessSpec spec, string text) =>
        spec.Secrets.OrderByDescending(static s => s.Length).Aggregate(text, static (redacted, secret) => redacted.Replace(secret, "...", StringComparison.Ordinal));

    /// <summary>Removes the command's arguments from its output: a file name may contain any text, including one that looks like an error.</summary>
    public static string RemoveArguments(ProcessSpec spec, string output) => spec.Arguments.Where(static a => a.Length >= MinArgumentLength)
        .OrderByDescending(static a => a.Length).Aggregate(output, static (rest, argument) => rest.Replace(argument, "", StringComparison.Ordinal));

    private static string Quote(string argument) =>
        argument.Length > 0 && argument.All(c => char.IsAsciiLetterOrDigit(c) || "-_./:=,+@%".Contains(c, StringComparison.Ordinal))
            ? argument
            : $"'{argument.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
