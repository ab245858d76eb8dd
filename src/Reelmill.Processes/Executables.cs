namespace Reelmill.Processes;

/// <summary>Finds executables and wraps commands in the resource guards of util-linux.</summary>
internal static class Executables
{
    private const UnixFileMode AnyExecute = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;
    private static readonly Lazy<string?> SetPriv = new(() => Find("setpriv"));
    private static readonly Lazy<string?> PrLimit = new(() => Find("prlimit"));

    /// <summary>Resolves a path, or a name on PATH, to the full path of an executable; null when there is none.</summary>
    public static string? Find(string executable)
    {
        if (executable.Contains('/', StringComparison.Ordinal))
        {
            return IsExecutable(executable) ? Path.GetFullPath(executable) : null;
        }

        return PosixSpawn.SearchPath.Split(':', StringSplitOptions.RemoveEmptyEntries)
            .Select(folder => Path.Combine(folder, executable))
            .FirstOrDefault(IsExecutable);
    }

    private static bool IsExecutable(string path) =>
        !OperatingSystem.IsWindows()
        && File.Exists(path)
        && (File.GetUnixFileMode(path) & AnyExecute) != UnixFileMode.None;

    /// <summary>
    /// Builds the command line with its guards. setpriv makes the kernel kill the child when the spawning thread exits;
    /// prlimit limits the address space. Each tool calls exec for the next, so the process id stays the same. Where a
    /// tool is not installed, the command runs without that guard.
    /// </summary>
    public static List<string> BuildCommand(string path, ProcessSpec spec)
    {
        List<string> command = [];
        if (SetPriv.Value is { } setpriv)
        {
            command.AddRange([setpriv, "--pdeathsig", "KILL", "--"]);
        }

        if (spec.MemoryLimitBytes > 0 && PrLimit.Value is { } prlimit)
        {
            command.AddRange([prlimit, $"--as={spec.MemoryLimitBytes}", "--core=0", "--"]);
        }

        command.Add(path);
        command.AddRange(spec.Arguments);
        return command;
    }
}
