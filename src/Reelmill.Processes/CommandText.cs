using System.Text;

namespace Reelmill.Processes;

/// <summary>Puts commands and what they said into messages for people.</summary>
internal static class CommandText
{
    private const int MaxCommand = 1000;
    private const int MaxWords = 500;
    private const int LeastName = 4;

    public static string Of(ProcessSpec spec)
    {
        var text = new StringBuilder(Quote(spec.Executable));
        foreach (var argument in spec.Arguments)
        {
            text.Append(' ').Append(Quote(argument));
            if (text.Length > MaxCommand)
            {
                return text.ToString(0, MaxCommand) + "...";
            }
        }

        return text.ToString();
    }

    /// <summary>The last three lines, on one line.</summary>
    public static string LastLines(string? tail)
    {
        var lines = (tail ?? "").Split(['\n', '\r'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var words = string.Join(" | ", lines.TakeLast(3));
        return words.Length <= MaxWords ? words : "..." + words[^MaxWords..];
    }

    /// <summary>What a process said, without the secrets that it was given.</summary>
    public static string Hide(ProcessSpec spec, string text) =>
        spec.Secrets.OrderByDescending(static s => s.Length).Aggregate(text, static (shown, secret) => shown.Replace(secret, "...", StringComparison.Ordinal));

    /// <summary>What a process said besides what it was given: names of files, which may be anything.</summary>
    public static string OwnWords(ProcessSpec spec, string said) => spec.Arguments.Where(static a => a.Length >= LeastName)
        .OrderByDescending(static a => a.Length).Aggregate(said, static (left, argument) => left.Replace(argument, "", StringComparison.Ordinal));

    private static string Quote(string argument) =>
        argument.Length > 0 && argument.All(c => char.IsAsciiLetterOrDigit(c) || "-_./:=,+@%".Contains(c, StringComparison.Ordinal))
            ? argument
            : $"'{argument.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
