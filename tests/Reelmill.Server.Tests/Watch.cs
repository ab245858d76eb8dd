using Reelmill.Testing;

namespace Reelmill.Server.Tests;

/// <summary>Waits for what nobody tells of.</summary>
internal static class Watch
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(5);

    /// <summary>Looks again and again, for a bounded time.</summary>
    public static async Task UntilAsync(Func<bool> holds, string otherwise)
    {
        var began = TimeProvider.System.GetTimestamp();
        using var look = new PeriodicTimer(Interval, TimeProvider.System);
        while (!holds())
        {
            (TimeProvider.System.GetElapsedTime(began) < Patience.Limit).ShouldBeTrue(otherwise);
            await look.WaitForNextTickAsync();
        }
    }

    /// <summary>The command lines of processes that name all these texts, as /proc shows them.</summary>
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
