namespace Reelmill.Core.Running;

/// <summary>Bounds the bytes in a stage's queue and workers. Waiters are admitted in order of arrival.</summary>
internal sealed class ByteGate(long limit)
{
    private readonly Lock _gate = new();
    private readonly Queue<(long Bytes, TaskCompletionSource Admitted)> _waiting = new();
    private long _admittedBytes;
    private bool _closed;

    /// <summary>Waits until the bytes fit; a value larger than the limit is admitted alone.</summary>
    public ValueTask EnterAsync(long bytes)
    {
        lock (_gate)
        {
            if (_closed || (_waiting.Count == 0 && Fits(bytes)))
            {
                _admittedBytes += bytes;
                return ValueTask.CompletedTask;
            }

            var admitted = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiting.Enqueue((bytes, admitted));
            return new ValueTask(admitted.Task);
        }
    }

    public void Release(long bytes)
    {
        lock (_gate)
        {
            _admittedBytes -= bytes;
            Admit();
        }
    }

    /// <summary>Admits all waiters, because the run is cancelled and will discard their values.</summary>
    public void Close()
    {
        lock (_gate)
        {
            _closed = true;
            Admit();
        }
    }

    private bool Fits(long bytes) => _admittedBytes == 0 || _admittedBytes + bytes <= limit;

    private void Admit()
    {
        while (_waiting.TryPeek(out var next) && (_closed || Fits(next.Bytes)))
        {
            _waiting.Dequeue();
            _admittedBytes += next.Bytes;
            next.Admitted.SetResult();
        }
    }
}
