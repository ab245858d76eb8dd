namespace Reelmill.Processes;

/// <summary>A process could not be started, failed, or was stopped because it exceeded a limit.</summary>
/// <remarks>Cancellation by the caller throws <see cref="OperationCanceledException"/> instead.</remarks>
public sealed class ProcessFailedException : Exception
{
    internal ProcessFailedException(
        ProcessSpec spec, ProcessFailureReason reason, string description, ProcessExit? exit = null, Exception? inner = null)
        : base(FormatMessage(spec, description, exit), inner)
    {
        Reason = reason;
        Command = CommandText.Format(spec);
        ExitCode = exit?.Code;
        Signal = exit?.Signal;
        ErrorTail = CommandText.Redact(spec, exit?.ErrorTail ?? "");
    }

    /// <summary>The reason for the failure.</summary>
    public ProcessFailureReason Reason { get; }

    /// <summary>The command line with shell quoting, for display only; it may be truncated.</summary>
    public string Command { get; }

    /// <summary>The exit code, or 128 plus the signal number; null when the process did not start or has not exited.</summary>
    public int? ExitCode { get; }

    /// <summary>The number of the terminating signal; null when there is none.</summary>
    public int? Signal { get; }

    /// <summary>The last 16 KiB of stderr, without <see cref="ProcessSpec.Secrets"/>; empty when nothing was written.</summary>
    public string ErrorTail { get; }

    private static string FormatMessage(ProcessSpec spec, string description, ProcessExit? exit)
    {
        var lastLines = CommandText.LastLines(CommandText.Redact(spec, exit?.ErrorTail ?? ""));
        var stderr = lastLines.Length == 0 ? "Its stderr is empty." : $"Its stderr ends with: {lastLines.TrimEnd('.')}.";
        return $"{Path.GetFileName(spec.Executable)} {description}. {stderr} Command: {CommandText.Format(spec)}";
    }
}
