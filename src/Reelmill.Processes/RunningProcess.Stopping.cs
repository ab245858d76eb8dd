using System.Buffers;

namespace Reelmill.Processes;

/// <content>Stopping, draining and waiting for the exit.</content>
public sealed partial class RunningProcess
{
    private const int DrainBufferBytes = 64 << 10;

    /// <summary>How long to wait after SIGKILL. A process in an uninterruptible system call outlives the wait and is reaped later.</summary>
    private static readonly TimeSpan KillLimit = TimeSpan.FromSeconds(5);

    private readonly Lock _gate = new();
    private Task? _stopping;
    private volatile StopReason? _stopReason;

    /// <summary>Stops the process because its output exceeds the caller's limit.</summary>
    internal async Task<ProcessFailedException> RejectOutputAsync(int maxBytes)
    {
        RequestStop(new(ProcessFailureReason.OutputTooLarge, $"wrote more than the limit of {maxBytes} bytes to stdout"));
        await StopAndWaitAsync().ConfigureAwait(false);
        return CreateFailure(_stopReason!);
    }

    /// <summary>Waits for the exit and for the end of stderr, but only briefly where a process outside the session keeps stderr open.</summary>
    private async Task<ProcessExit> WatchAsync(Task errors)
    {
        var status = await _child.Reaped.ConfigureAwait(false);
        await _wall.DisposeAsync().ConfigureAwait(false);
        _watch.Restart(DrainLimit);
        try
        {
            await errors.WaitAsync(DrainLimit, _time).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            await _errorsAbandoned.CancelAsync().ConfigureAwait(false);
            await errors.ConfigureAwait(false);
        }

        _errorsAbandoned.Dispose();
        return new ProcessExit(status.Code, status.Signal, ErrorTail, status.CpuTime);
    }

    private async ValueTask<int> ReadOutputAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        using var linked = cancellationToken.CanBeCanceled && cancellationToken != _outputAbandoned.Token
            ? CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _outputAbandoned.Token)
            : null;
        var count = 0;
        _watch.BeginWait();
        try
        {
            count = await _output.ReadAsync(buffer, linked?.Token ?? _outputAbandoned.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (_outputAbandoned.IsCancelled)
        {
            // The process has exited and another process keeps stdout open: treat this as the end of stdout.
        }
        finally
        {
            _watch.EndWait(count > 0);
        }

        return count;
    }

    private async Task DrainAsync(CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(DrainBufferBytes);
        try
        {
            while (await ReadOutputAsync(buffer, cancellationToken).ConfigureAwait(false) > 0)
            {
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private void OnStall()
    {
        if (_child.Reaped.IsCompleted)
        {
            _outputAbandoned.Cancel();
        }
        else
        {
            RequestStop(new(ProcessFailureReason.Stalled, $"produced no output for {_spec.StallLimit.TotalSeconds:0.###} s and was stopped"));
        }
    }

    private void OnWallLimit() =>
        RequestStop(new(ProcessFailureReason.WallLimit, $"ran longer than {_spec.WallLimit.TotalSeconds:0.###} s and was stopped"));

    private void OnHandlerFailure(Exception e) =>
        RequestStop(new(ProcessFailureReason.ErrorLineHandler, "was stopped because the handler of its stderr lines failed", e));

    /// <summary>Records the first reason and begins to stop. Does nothing after the exit.</summary>
    private void RequestStop(StopReason reason)
    {
        lock (_gate)
        {
            if (Exit is { IsCompleted: true })
            {
                return;
            }

            _stopReason ??= reason;
        }

        _ = StopAsync();
    }

    /// <summary>Returns the single stop task, which all callers share.</summary>
    private Task StopAsync()
    {
        lock (_gate)
        {
            return _stopping ??= StopCoreAsync();
        }
    }

    /// <summary>Stops the process and waits for the end of stderr, unless the process survives even SIGKILL for now.</summary>
    private async Task StopAndWaitAsync()
    {
        await StopAsync().ConfigureAwait(false);
        if (_child.Reaped.IsCompleted)
        {
            await Exit.ConfigureAwait(false);
        }
    }

    private async Task StopCoreAsync()
    {
        _child.Signal(Posix.Interrupt);
        if (!await WaitForExitAsync(_spec.StopGrace).ConfigureAwait(false))
        {
            _child.KillTree();
            await WaitForExitAsync(KillLimit).ConfigureAwait(false);
        }
    }

    private async Task<bool> WaitForExitAsync(TimeSpan limit)
    {
        try
        {
            await _child.Reaped.WaitAsync(limit, _time).ConfigureAwait(false);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    private async Task ThrowStoppedAsync()
    {
        await StopAndWaitAsync().ConfigureAwait(false);
        var reason = _stopReason!;
        if (reason.Failure is null)
        {
            throw new OperationCanceledException($"{Path.GetFileName(_spec.Executable)} was canceled.", _callerToken);
        }

        throw CreateFailure(reason);
    }

    private ProcessFailedException CreateFailure(StopReason reason) =>
        new(_spec, reason.Failure!.Value, reason.Description, GetExit(), reason.Inner);

    private ProcessExit? GetExit() => Exit is { IsCompletedSuccessfully: true, Result: var exit } ? exit : null;
}
