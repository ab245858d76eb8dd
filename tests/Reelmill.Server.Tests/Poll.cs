using Reelmill.Testing;

namespace Reelmill.Server.Tests;

/// <summary>Polls for conditions that raise no event.</summary>
internal static class Poll
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(5);

    /// <summary>Polls until a condition holds, for a bounded time.</summary>
    public static async Task UntilAsync(Func<bool> holds, string otherwise)
    {
        var began = TimeProvider.System.GetTimestamp();
        using var look = new PeriodicTimer(Interval, TimeProvider.System);
        while (!holds())
        {
            (TimeProvider.System.GetElapsedTime(began) < TestTimeout.Limit).ShouldBeTrue(otherwise);
            await look.WaitForNextTickAsync();
        }
    }

    /// <summary>Lists the command lines in /proc that contain all the texts.</summary>
    public static IReadOnlyList<string> ProcessesNaming(params string[] texts) =>
        [.. Directory.EnumerateDirectories("/proc")
            .Where(static folder => Path.GetFileName(folder).All(char.IsAsciiDigit))
            .Select(CommandLine)
            .Where(line => Array.TrueForAll(texts, text => line.Contains(text, StringComparison.Ordinal)))];

    private static string CommandLine(string folder)
    {
        try
        {
            return File.ReadAllText(Path.Combine(folder, "cmdline")).Replace('\0', ' ');
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
