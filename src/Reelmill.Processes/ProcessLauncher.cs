using System.Buffers;
using System.Text;

namespace Reelmill.Processes;

/// <summary>
/// Starts every child process: without a shell, with a stdin that is empty unless the spec fills it, a session of its own and a small environment,
/// under the limits of its <see cref="ProcessSpec"/>, and so that it dies when this process dies.
/// </summary>
/// <remarks>Safe for concurrent use; keeps no state. Linux 5.3 or newer.</remarks>
/// <param name="time">The clock of all limits; the system's by default.</param>
public sealed class ProcessLauncher(TimeProvider? time = null)
{
    private const int FirstBufferBytes = 16 << 10;
    private const int MaxInputBytes = 32 << 10;
    private readonly TimeProvider _time = time ?? TimeProvider.System;

    /// <summary>Starts a process whose stdout the caller reads as it comes.</summary>
    /// <param name="spec">What to start, and its limits.</param>
    /// <param name="cancellationToken">Stops the process at any time; its reads then throw <see cref="OperationCanceledException"/>.</param>
    /// <returns>The process, which the caller disposes.</returns>
    /// <exception cref="ProcessFailedException">It could not be started.</exception>
    public RunningProcess Start(ProcessSpec spec, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var path = Executables.Find(spec.Executable) ?? throw NotStarted(spec, "was not found or is not executable; install it or give its path");
        if (spec.WorkingDirectory is { } folder && !Directory.Exists(folder))
        {
            throw NotStarted(spec, $"could not be started in '{folder}', which does not exist");
        }

        if (spec.Arguments.Any(argument => argument.Contains('\0', StringComparison.Ordinal)))
        {
            throw NotStarted(spec, "cannot be given an argument that contains a NUL character");
        }

        if (spec.Input is { } input && Encoding.UTF8.GetByteCount(input) > MaxInputBytes)
        {
            throw NotStarted(spec, $"cannot be given more than {MaxInputBytes} bytes on stdin");
        }

        var child = ChildThread.Shared.Spawn(spec, Executables.Guarded(path, spec));
        return new RunningProcess(spec, child, _time, cancellationToken);
    }

    /// <summary>Runs a process to its end and collects its stdout.</summary>
    /// <param name="spec">What to start, and its limits.</param>
    /// <param name="maxOutputBytes">How much stdout is taken at most.</param>
    /// <param name="cancellationToken">Stops the process.</param>
    /// <exception cref="ProcessFailedException">It could not be started, ended with another code than 0, or broke a limit.</exception>
    /// <exception cref="OperationCanceledException">The caller's token was cancelled; the process has been stopped.</exception>
    public async Task<ProcessOutput> RunAsync(ProcessSpec spec, int maxOutputBytes, CancellationToken cancellationToken)
    {
        var process = Start(spec, cancellationToken);
        await using (process.ConfigureAwait(false))
        {
            var output = await CollectAsync(process, maxOutputBytes).ConfigureAwait(false);
            var exit = await process.CompleteAsync(CancellationToken.None).ConfigureAwait(false);
            return new ProcessOutput(output, exit);
        }
    }

    /// <summary>The process's own token ends the reads, so they take none.</summary>
    private static async Task<ReadOnlyMemory<byte>> CollectAsync(RunningProcess process, int maxOutputBytes)
    {
        var buffer = new ArrayBufferWriter<byte>(FirstBufferBytes);
        int count;
        while ((count = await process.ReadAsync(buffer.GetMemory(), CancellationToken.None).ConfigureAwait(false)) > 0)
        {
            buffer.Advance(count);
            if (buffer.WrittenCount > maxOutputBytes)
            {
                throw await process.RejectOutputAsync(maxOutputBytes).ConfigureAwait(false);
            }
        }

        return buffer.WrittenMemory;
    }

    private static ProcessFailedException NotStarted(ProcessSpec spec, string what) =>
        new(spec, ProcessFailureReason.NotStarted, what);
}
