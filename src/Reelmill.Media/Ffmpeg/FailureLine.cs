using System.Text.RegularExpressions;
using Reelmill.Processes;

namespace Reelmill.Media.Ffmpeg;

/// <summary>Finds the cause of a failure in the stderr of ffmpeg or ffprobe.</summary>
internal static partial class FailureLine
{
    private const int MaxLength = 200;

    /// <summary>Finds the last message before the summary, as one line without component addresses, which differ from run to run.</summary>
    public static string Find(ProcessFailedException failure)
    {
        if (failure.Reason is ProcessFailureReason.Stalled or ProcessFailureReason.WallLimit)
        {
            return "timed out";
        }

        var lines = failure.ErrorTail.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var line = lines.LastOrDefault(static l => l.StartsWith('[')) ?? lines.LastOrDefault()?.Split(": ")[^1]
            ?? (failure.Signal is { } signal ? $"signal {signal}" : "no message on stderr");
        return Shorten(line);
    }

    /// <summary>Finds the first message of a tool that succeeded, in the form of <see cref="Find"/>; null when there is none.</summary>
    public static string? FindFirst(string errorTail) =>
        errorTail.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).FirstOrDefault() is { } line ? Shorten(line) : null;

    private static string Shorten(string line)
    {
        var message = ComponentPrefix().Replace(line, "").Trim(' ', '.');
        return message.Length <= MaxLength ? message : message[..MaxLength] + "...";
    }

    [GeneratedRegex(@"\[[^\]]* @ 0x[0-9a-f]+\]", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex ComponentPrefix();
}
