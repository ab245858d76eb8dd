namespace Reelmill.Processes;

/// <summary>Finds executables, and puts the guards of util-linux in front of a command.</summary>
internal static class Executables
{
    private const UnixFileMode AnyExecute = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;
    private static readonly Lazy<string?> SetPriv = new(() => Find("setpriv"));
    private static readonly Lazy<string?> PrLimit = new(() => Find("prlimit"));

    /// <summary>The full path of an executable named by its path or by a name on PATH; null when there is none.</summary>
    public static string? Find(string executable)
    {
        if (executable.Contains('/', StringComparison.Ordinal))
        {
            return IsExecutable(executable) ? Path.GetFullPath(executable) : null;
        }

        return Launch.SearchPath.Split(':', StringSplitOptions.RemoveEmptyEntries)
            .Select(folder => Path.Combine(folder, executable))
            .FirstOrDefault(IsExecutable);
    }

    private static bool IsExecutable(string path) =>
        !OperatingSystem.IsWindows()
        && File.Exists(path)
        && (File.GetUnixFileMode(path) & AnyExecute) != UnixFileMode.None;

    /// <summary>
    /// The whole command line: setpriv asks the kernel to kill the child when our spawning thread ends, prlimit
    /// bounds its memory; each replaces itself by the next, so the process keeps one id. Where a tool is missing
    /// the command runs without that guard.
    /// </summary>
    public static List<string> Guarded(string path, ProcessSpec spec)
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
