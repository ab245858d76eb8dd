using System.Collections.ObjectModel;

namespace Reelmill.Processes;

/// <summary>The specification of a process: the command, its environment and its limits.</summary>
/// <param name="Executable">A path, or a name to look up on PATH. Never a command line.</param>
/// <param name="Arguments">The arguments exactly as the program receives them: no shell, no expansion.</param>
public sealed record ProcessSpec(string Executable, IReadOnlyList<string> Arguments)
{
    /// <summary>The working folder of the process.</summary>
    /// <value>Null by default: the working folder of this process.</value>
    public string? WorkingDirectory { get; init; }

    /// <summary>Environment variables in addition to PATH, HOME, LANG and TMPDIR; nothing else is inherited.</summary>
    /// <value>Empty by default. Unlike arguments, environment variables are visible only to processes of the same user.</value>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = ReadOnlyDictionary<string, string>.Empty;

    /// <summary>The content of stdin, at most 32 KiB in UTF-8. Unlike arguments, stdin does not appear in process listings.</summary>
    /// <value>Null by default: stdin is empty.</value>
    public string? Input { get; init; }

    /// <summary>Strings that error messages replace with "...", such as the query of a URL among the arguments.</summary>
    /// <value>Empty by default.</value>
    public IReadOnlyList<string> Secrets { get; init; } = [];

    /// <summary>
    /// The longest time that a reader may wait while neither stdout nor stderr yields a byte. Time without a waiting
    /// reader does not count, so a slow consumer never makes a healthy process look stalled.
    /// </summary>
    /// <value>30 seconds by default; <see cref="Timeout.InfiniteTimeSpan"/> disables the limit.</value>
    public TimeSpan StallLimit { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The longest run time of the process, in wall-clock time.</summary>
    /// <value>1 hour by default; <see cref="Timeout.InfiniteTimeSpan"/>, or 49 days and more, disables the limit.</value>
    public TimeSpan WallLimit { get; init; } = TimeSpan.FromHours(1);

    /// <summary>The time between the interrupt (SIGINT) that stops the process and the kill (SIGKILL) that follows.</summary>
    /// <value>2 seconds by default.</value>
    public TimeSpan StopGrace { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>The address space limit of the process and of each of its children, in bytes (RLIMIT_AS).</summary>
    /// <value>8 GiB by default; 0 means no limit, which processes that map GPU memory need.</value>
    public long MemoryLimitBytes { get; init; } = 8L << 30;

    /// <summary>
    /// Called with each line of stderr as it arrives, without the line ending. A carriage return ends a line too, and a
    /// line over 4 KiB arrives in pieces. Calls may come from any thread, but never concurrently.
    /// </summary>
    /// <value>Null by default. An exception from the callback stops the process and becomes the inner exception of the failure.</value>
    public Action<string>? OnErrorLine { get; init; }
}
