namespace Reelmill.Cli.Display;

/// <summary>The exit codes of the program.</summary>
internal static class ExitCode
{
    /// <summary>Success.</summary>
    public const int Done = 0;

    /// <summary>Some items failed, or the command failed.</summary>
    public const int SomeFailed = 1;

    /// <summary>Invalid usage or configuration.</summary>
    public const int Usage = 2;

    /// <summary>Interrupted; the same command resumes.</summary>
    public const int Interrupted = 130;
}
