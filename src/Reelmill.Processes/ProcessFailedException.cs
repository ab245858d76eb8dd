namespace Reelmill.Processes;

/// <summary>A process could not be started, ended badly, or was ended because it broke a limit.</summary>
/// <remarks>The caller's own cancellation is never this: it is an <see cref="OperationCanceledException"/>.</remarks>
public sealed class ProcessFailedException : Exception
{
    internal ProcessFailedException(
        ProcessSpec spec, ProcessFailureReason reason, string what, ProcessExit? exit = null, Exception? inner = null)
        : base(Compose(spec, what, exit), inner)
    {
        Reason = reason;
        Command = CommandText.Of(spec);
        ExitCode = exit?.Code;
        Signal = exit?.Signal;
        ErrorTail = CommandText.Hide(spec, exit?.ErrorTail ?? "");
    }

    /// <summary>Why the process counts as failed.</summary>
    public ProcessFailureReason Reason { get; }

    /// <summary>The command as a person would type it; for messages, not for running again.</summary>
    public string Command { get; }

    /// <summary>The exit code, 128 plus the number for a signal; null when it never ended or never began.</summary>
    public int? ExitCode { get; }

    /// <summary>The number of the signal that ended it; null when none did.</summary>
    public int? Signal { get; }

    /// <summary>The last 16 KiB of stderr, without <see cref="ProcessSpec.Secrets"/>; empty when there was none.</summary>
    public string ErrorTail { get; }

    private static string Compose(ProcessSpec spec, string what, ProcessExit? exit)
    {
        var lastWords = CommandText.LastLines(CommandText.Hide(spec, exit?.ErrorTail ?? ""));
        var said = lastWords.Length == 0 ? "It wrote nothing to stderr." : $"Its last words: {lastWords.TrimEnd('.')}.";
        return $"{Path.GetFileName(spec.Executable)} {what}. {said} The command was: {CommandText.Of(spec)}";
    }
}
