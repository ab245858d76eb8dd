namespace Reelmill.Core.Running;

/// <summary>Bounds the bytes in front of a stage and in its workers' hands; first come, first served.</summary>
internal sealed class ByteGate(long limit)
{
    private readonly Lock _gate = new();
    private readonly Queue<(long Bytes, TaskCompletionSource Admitted)> _waiting = new();
    private long _held;
    private bool _closed;

    /// <summary>Waits until the bytes fit; a value larger than the limit passes when it is alone.</summary>
    public ValueTask EnterAsync(long bytes)
    {
        lock (_gate)
        {
            if (_closed || (_waiting.Count == 0 && Fits(bytes)))
            {
                _held += bytes;
                return ValueTask.CompletedTask;
            }

            var admitted = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiting.Enqueue((bytes, admitted));
            return new ValueTask(admitted.Task);
        }
    }

    public void Leave(long bytes)
    {
        lock (_gate)
        {
            _held -= bytes;
            Admit();
        }
    }

    /// <summary>Lets everybody through: the run is cancelled and what they carry will be discarded.</summary>
    public void Close()
    {
        lock (_gate)
        {
            _closed = true;
            Admit();
        }
    }

    private bool Fits(long bytes) => _held == 0 || _held + bytes <= limit;

    private void Admit()
    {
        while (_waiting.TryPeek(out var next) && (_closed || Fits(next.Bytes)))
        {
            _waiting.Dequeue();
            _held += next.Bytes;
            next.Admitted.SetResult();
        }
    }
}
