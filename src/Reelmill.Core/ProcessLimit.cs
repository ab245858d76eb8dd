using System.Globalization;

namespace Reelmill.Core;

/// <summary>The limit on processes and threads of this user (<c>ulimit -u</c>) or container (<c>pids.max</c>).</summary>
public static class ProcessLimit
{
    private const int Low = 4096;
    private const string LimitLine = "Max processes";
    private const string OwnerLine = "Uid:";
    private const string ThreadsLine = "Threads:";

    /// <summary>
    /// The number of threads that this program, or one decoder or encoder, may need at once: 16 and 8 for each processor, at
    /// most 128, because containers on large machines are often limited to a few hundred.
    /// </summary>
    public static int Needed { get; } = Math.Min(16 + (8 * Environment.ProcessorCount), 128);

    /// <summary>
    /// Whether so few processes and threads are left that a child program may have failed for lack of them. Programs do not
    /// report this condition: ffmpeg's messages then look like those for a damaged stream.
    /// </summary>
    public static bool IsNear()
    {
        try
        {
            return IsUserNear() || IsCgroupNear();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static bool IsUserNear()
    {
        // The limit does not apply to privileged processes, and a high limit is out of reach. Scanning /proc is slow.
        if (Environment.IsPrivilegedProcess || ReadValue("/proc/self/limits", LimitLine) is not { } limit || limit >= Low)
        {
            return false;
        }

        var user = ReadValue("/proc/self/status", OwnerLine);
        var threads = Directory.EnumerateDirectories("/proc").Where(static folder => char.IsAsciiDigit(Path.GetFileName(folder)[0]))
            .Select(static folder => Path.Combine(folder, "status"))
            .Where(status => ReadValue(status, OwnerLine) == user).Sum(static status => ReadValue(status, ThreadsLine) ?? 0);
        return limit - threads < Needed;
    }

    private static bool IsCgroupNear()
    {
        var group = Array.Find(Read("/proc/self/cgroup").Split('\n'), static line => line.StartsWith("0::", StringComparison.Ordinal))?[3..] ?? "/";
        foreach (var folder in new[] { "/sys/fs/cgroup" + group, "/sys/fs/cgroup" })
        {
            if (ParseNumber(Read(Path.Combine(folder, "pids.max"))) is { } limit && ParseNumber(Read(Path.Combine(folder, "pids.current"))) is { } current)
            {
                return limit - current < Needed;
            }
        }

        return false;
    }

    private static long? ReadValue(string file, string line) => Array.Find(Read(file).Split('\n'), l => l.StartsWith(line, StringComparison.Ordinal)) is { } found
        ? ParseNumber(found[line.Length..].Trim().Split([' ', '\t'])[0])
        : null;

    private static long? ParseNumber(string text) => long.TryParse(text, NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>Reads a file; empty when it cannot be read, such as that of a process that has just ended.</summary>
    private static string Read(string file)
    {
        try
        {
            return File.ReadAllText(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return string.Empty;
        }
    }
}
