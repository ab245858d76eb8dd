using System.Buffers;

namespace Reelmill.Processes;

/// <content>How the process ends, by itself or by us.</content>
public sealed partial class RunningProcess
{
    private const int DrainBufferBytes = 64 << 10;

    /// <summary>A killed process is gone at once, unless the kernel holds it; then it is reaped when the kernel lets go.</summary>
    private static readonly TimeSpan KillLimit = TimeSpan.FromSeconds(5);

    private readonly Lock _gate = new();
    private Task? _stopping;
    private volatile StopReason? _stopReason;

    /// <summary>Ends a process whose output is more than its caller takes.</summary>
    internal async Task<ProcessFailedException> RejectOutputAsync(int maxBytes)
    {
        RequestStop(new(ProcessFailureReason.OutputTooLarge, $"wrote more than the {maxBytes} bytes that are taken from it"));
        await EndAsync().ConfigureAwait(false);
        return Failure(_stopReason!);
    }

    /// <summary>Waits for the end, then for stderr, but not for those who hold it open from outside the session.</summary>
    private async Task<ProcessExit> WatchAsync(Task errors)
    {
        var status = await _child.Reaped.ConfigureAwait(false);
        await _wall.DisposeAsync().ConfigureAwait(false);
        _watch.Tighten(DrainLimit);
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
            // The process has ended and somebody else holds its stdout open: this is as good as its end.
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
            RequestStop(new(ProcessFailureReason.Stalled, $"gave no output for {_spec.StallLimit.TotalSeconds:0.###} s and was ended"));
        }
    }

    private void OnWallLimit() =>
        RequestStop(new(ProcessFailureReason.WallLimit, $"ran for longer than {_spec.WallLimit.TotalSeconds:0.###} s and was ended"));

    private void OnHandlerFailure(Exception e) =>
        RequestStop(new(ProcessFailureReason.ErrorLineHandler, "was ended because the handler of its error lines failed", e));

    /// <summary>Notes the first reason and begins to stop; a process that has ended needs neither.</summary>
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

    /// <summary>Every stop shares one task, which <see cref="DisposeAsync"/> awaits.</summary>
    private Task StopAsync()
    {
        lock (_gate)
        {
            return _stopping ??= StopCoreAsync();
        }
    }

    /// <summary>Stops the process and waits until its last words have been read, unless the kernel does not let go of it.</summary>
    private async Task EndAsync()
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
        if (!await EndsWithinAsync(_spec.StopGrace).ConfigureAwait(false))
        {
            _child.KillTree();
            await EndsWithinAsync(KillLimit).ConfigureAwait(false);
        }
    }

    private async Task<bool> EndsWithinAsync(TimeSpan limit)
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
        await EndAsync().ConfigureAwait(false);
        var reason = _stopReason!;
        if (reason.Failure is null)
        {
            throw new OperationCanceledException($"{Path.GetFileName(_spec.Executable)} was cancelled.", _callerToken);
        }

        throw Failure(reason);
    }

    private ProcessFailedException Failure(StopReason reason) =>
        new(_spec, reason.Failure!.Value, reason.What, Ended(), reason.Inner);

    private ProcessExit? Ended() => Exit is { IsCompletedSuccessfully: true, Result: var exit } ? exit : null;
}
