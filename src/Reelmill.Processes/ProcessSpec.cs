using System.Collections.ObjectModel;

namespace Reelmill.Processes;

/// <summary>What to start, and the limits it has to keep.</summary>
/// <param name="Executable">A path, or a name that is looked up on PATH. Never a command line.</param>
/// <param name="Arguments">The arguments as the program will see them; no shell reads them and nothing is expanded.</param>
public sealed record ProcessSpec(string Executable, IReadOnlyList<string> Arguments)
{
    /// <summary>The folder the process starts in.</summary>
    /// <value>Null by default: the folder of this process.</value>
    public string? WorkingDirectory { get; init; }

    /// <summary>What the environment holds besides PATH, HOME, LANG and TMPDIR; nothing else is handed on.</summary>
    /// <value>Nothing by default. Unlike arguments, it is shown to this user's own processes only.</value>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = ReadOnlyDictionary<string, string>.Empty;

    /// <summary>What the process reads on stdin, at most 32 KiB in UTF-8. Unlike arguments, no list of processes shows it.</summary>
    /// <value>Null by default: stdin is empty.</value>
    public string? Input { get; init; }

    /// <summary>Texts that failures of the process never show, such as the query of a URL that the process was given.</summary>
    /// <value>None by default.</value>
    public IReadOnlyList<string> Secrets { get; init; } = [];

    /// <summary>
    /// How long somebody may wait for output while neither stdout nor stderr yields a byte. Time in which nobody
    /// waits does not count, so a slow consumer never makes a healthy process look stalled.
    /// </summary>
    /// <value>30 seconds by default; <see cref="Timeout.InfiniteTimeSpan"/> turns it off.</value>
    public TimeSpan StallLimit { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long the process may live, on the wall clock, whatever it or its consumer does.</summary>
    /// <value>1 hour by default; <see cref="Timeout.InfiniteTimeSpan"/>, or 49 days and more, turns it off.</value>
    public TimeSpan WallLimit { get; init; } = TimeSpan.FromHours(1);

    /// <summary>How long the process may take to finish after an interrupt before it is killed.</summary>
    /// <value>2 seconds by default.</value>
    public TimeSpan StopGrace { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>The address space that the process and each of its children may have, in bytes (RLIMIT_AS).</summary>
    /// <value>8 GiB by default; 0 means no limit, which processes that map a GPU need.</value>
    public long MemoryLimitBytes { get; init; } = 8L << 30;

    /// <summary>
    /// Called with each line of stderr as it comes, without its end; a carriage return ends a line as well, and a
    /// line over 4 KiB comes in parts. Called from any thread, but never twice at once.
    /// </summary>
    /// <value>Null by default. An exception that it throws ends the process and is its failure's inner exception.</value>
    public Action<string>? OnErrorLine { get; init; }
}
