using System.Text.RegularExpressions;
using Reelmill.Processes;

namespace Reelmill.Media.Ffmpeg;

/// <summary>Finds, in what a tool of ffmpeg's wrote, the line that says why it failed.</summary>
internal static partial class FailureLine
{
    private const int Longest = 200;

    /// <summary>The last thing that it said besides its summary, on one line and without the addresses of its objects, which differ from run to run.</summary>
    public static string Of(ProcessFailedException failure)
    {
        if (failure.Reason is ProcessFailureReason.Stalled or ProcessFailureReason.WallLimit)
        {
            return "it did not end in time";
        }

        var lines = failure.ErrorTail.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var line = lines.LastOrDefault(static l => l.StartsWith('[')) ?? lines.LastOrDefault()?.Split(": ")[^1]
            ?? (failure.Signal is { } signal ? $"signal {signal}" : "it did not say why");
        return Short(line);
    }

    /// <summary>The first line of what a tool wrote that did not fail, as <see cref="Of"/> gives the last; null when there is none.</summary>
    public static string? FirstOf(string errorTail) =>
        errorTail.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).FirstOrDefault() is { } line ? Short(line) : null;

    private static string Short(string line)
    {
        var said = Source().Replace(line, "").Trim(' ', '.');
        return said.Length <= Longest ? said : said[..Longest] + "...";
    }

    [GeneratedRegex(@"\[[^\]]* @ 0x[0-9a-f]+\]", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Source();
}
