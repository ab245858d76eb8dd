using System.Globalization;

namespace Reelmill.Core;

/// <summary>How many processes and threads this user, or this container, may have (<c>ulimit -u</c>, <c>pids.max</c>).</summary>
public static class ProcessLimit
{
    private const int Low = 4096;
    private const string LimitLine = "Max processes";
    private const string OwnerLine = "Uid:";
    private const string ThreadsLine = "Threads:";

    /// <summary>
    /// What this program, or one decoder or encoder, may start at once: some threads for each processor, and no more than
    /// 128, since containers on large machines are often limited to a few hundred.
    /// </summary>
    public static int Needed { get; } = Math.Min(16 + (8 * Environment.ProcessorCount), 128);

    /// <summary>
    /// Whether so few processes and threads are left that a program may have failed for that alone. Programs do not say
    /// so: what ffmpeg writes then looks like a damaged stream.
    /// </summary>
    public static bool IsNear()
    {
        try
        {
            return IsUserNear() || IsGroupNear();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static bool IsUserNear()
    {
        // The limit binds nobody who may administer the system, and nobody comes near a high one: looking takes a while.
        if (Environment.IsPrivilegedProcess || ValueOf("/proc/self/limits", LimitLine) is not { } limit || limit >= Low)
        {
            return false;
        }

        var user = ValueOf("/proc/self/status", OwnerLine);
        var threads = Directory.EnumerateDirectories("/proc").Where(static folder => char.IsAsciiDigit(Path.GetFileName(folder)[0]))
            .Select(static folder => Path.Combine(folder, "status"))
            .Where(status => ValueOf(status, OwnerLine) == user).Sum(static status => ValueOf(status, ThreadsLine) ?? 0);
        return limit - threads < Needed;
    }

    private static bool IsGroupNear()
    {
        var group = Array.Find(Read("/proc/self/cgroup").Split('\n'), static line => line.StartsWith("0::", StringComparison.Ordinal))?[3..] ?? "/";
        foreach (var folder in new[] { "/sys/fs/cgroup" + group, "/sys/fs/cgroup" })
        {
            if (Number(Read(Path.Combine(folder, "pids.max"))) is { } limit && Number(Read(Path.Combine(folder, "pids.current"))) is { } current)
            {
                return limit - current < Needed;
            }
        }

        return false;
    }

    private static long? ValueOf(string file, string line) => Array.Find(Read(file).Split('\n'), l => l.StartsWith(line, StringComparison.Ordinal)) is { } found
        ? Number(found[line.Length..].Trim().Split([' ', '\t'])[0])
        : null;

    private static long? Number(string text) => long.TryParse(text, NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>A process may end, and a file be none of this system's, while they are looked at.</summary>
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
