using Shouldly;
using System.Globalization;

namespace Reelmill.Testing.Programs;

/// <summary>What runs on this machine, as /proc shows it.</summary>
public static class ProcessTable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(10);

    /// <summary>The processes whose command line has all these texts; those that are dead and not yet reaped have none.</summary>
    public static int[] Naming(params string[] texts) =>
        [.. Directory.EnumerateDirectories("/proc")
            .Select(static p => Path.GetFileName(p))
            .Where(static name => name.All(char.IsAsciiDigit))
            .Select(static name => int.Parse(name, CultureInfo.InvariantCulture))
            .Where(id => id != Environment.ProcessId && CommandLine(id) is { } line && Array.TrueForAll(texts, t => line.Contains(t, StringComparison.Ordinal)))];

    /// <summary>Waits until one is there.</summary>
    public static Task<int> AppearsAsync(params string[] texts) => AppearsAfterAsync(0, texts);

    /// <summary>Waits until another one than that is there.</summary>
    public static async Task<int> AppearsAfterAsync(int other, params string[] texts)
    {
        var found = 0;
        await Until(
            () => (found = Naming(texts).FirstOrDefault(id => id != other)) != 0, () => $"no process naming {string.Join(" and ", texts)} was seen");
        return found;
    }

    /// <summary>Waits until none is left.</summary>
    public static Task GoneAsync(params string[] texts) => Until(
        () => Naming(texts).Length == 0,
        () => $"still running: {string.Join('\n', Naming(texts).Select(id => $"{id} {CommandLine(id)}"))}");

    /// <summary>Polls for a bounded time: the kernel does not notify of the processes of others.</summary>
    public static async Task Until(Func<bool> holds, Func<string> otherwise)
    {
        var began = TimeProvider.System.GetTimestamp();
        using var look = new PeriodicTimer(Interval, TimeProvider.System);
        while (!holds())
        {
            (TimeProvider.System.GetElapsedTime(began) < TestTimeout.Limit).ShouldBeTrue(otherwise());
            await look.WaitForNextTickAsync();
        }
    }

    private static string? CommandLine(int id)
    {
        try
        {
            return File.ReadAllText($"/proc/{id}/cmdline").Replace('\0', ' ');
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
