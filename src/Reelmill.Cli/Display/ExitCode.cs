namespace Reelmill.Cli.Display;

/// <summary>What the process's exit code says.</summary>
internal static class ExitCode
{
    /// <summary>All done.</summary>
    public const int Done = 0;

    /// <summary>Some items failed, or the run could not go on.</summary>
    public const int SomeFailed = 1;

    /// <summary>Wrong usage or configuration.</summary>
    public const int Usage = 2;

    /// <summary>Interrupted; the same command goes on.</summary>
    public const int Interrupted = 130;
}
