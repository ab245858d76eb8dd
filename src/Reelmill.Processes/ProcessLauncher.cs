using System.Buffers;
using System.Text;

namespace Reelmill.Processes;

/// <summary>
/// Starts child processes without a shell: each in a new session, with a minimal environment, an empty stdin unless the
/// <see cref="ProcessSpec"/> fills it, and the limits of the spec. Children are killed when this process dies.
/// </summary>
/// <remarks>Stateless and safe for concurrent use. Requires Linux 5.3 or newer.</remarks>
/// <param name="time">The clock for all limits; the system clock by default.</param>
public sealed class ProcessLauncher(TimeProvider? time = null)
{
    private const int InitialBufferBytes = 16 << 10;
    private const int MaxInputBytes = 32 << 10;
    private readonly TimeProvider _time = time ?? TimeProvider.System;

    /// <summary>Starts a process whose stdout the caller reads as a stream.</summary>
    /// <param name="spec">The command and its limits.</param>
    /// <param name="cancellationToken">Stops the process at any time; reads then throw <see cref="OperationCanceledException"/>.</param>
    /// <returns>The process; the caller disposes it.</returns>
    /// <exception cref="ProcessFailedException">The process could not be started.</exception>
    public RunningProcess Start(ProcessSpec spec, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var path = Executables.Find(spec.Executable) ?? throw NotStarted(spec, "was not found or is not executable; install it or specify its path");
        if (spec.WorkingDirectory is { } folder && !Directory.Exists(folder))
        {
            throw NotStarted(spec, $"could not be started in the folder '{folder}', which does not exist");
        }

        if (spec.Arguments.Any(argument => argument.Contains('\0', StringComparison.Ordinal)))
        {
            throw NotStarted(spec, "cannot take an argument that contains a NUL character");
        }

        if (spec.Input is { } input && Encoding.UTF8.GetByteCount(input) > MaxInputBytes)
        {
            throw NotStarted(spec, $"cannot take more than {MaxInputBytes} bytes on stdin");
        }

        var child = ChildThread.Shared.Spawn(spec, Executables.BuildCommand(path, spec));
        return new RunningProcess(spec, child, _time, cancellationToken);
    }

    /// <summary>Runs a process to its end and collects its stdout.</summary>
    /// <param name="spec">The command and its limits.</param>
    /// <param name="maxOutputBytes">The largest accepted size of stdout, in bytes.</param>
    /// <param name="cancellationToken">Stops the process.</param>
    /// <exception cref="ProcessFailedException">The process could not be started, exited with a code other than 0, or exceeded a limit.</exception>
    /// <exception cref="OperationCanceledException">The token was canceled; the process has been stopped.</exception>
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

    /// <summary>Reads stdout to its end. The token passed to <see cref="Start"/> already ends the reads, so they take none.</summary>
    private static async Task<ReadOnlyMemory<byte>> CollectAsync(RunningProcess process, int maxOutputBytes)
    {
        var buffer = new ArrayBufferWriter<byte>(InitialBufferBytes);
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

    private static ProcessFailedException NotStarted(ProcessSpec spec, string description) =>
        new(spec, ProcessFailureReason.NotStarted, description);
}
