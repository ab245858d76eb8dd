using System.Threading.Channels;

namespace Reelmill.Core.Running;

/// <summary>The bounded queue in front of a stage.</summary>
internal sealed class StageQueue<T> : Inlet<T>
{
    private readonly ChannelWriter<Envelope<T>> _writer;
    private readonly ByteGate? _bytes;
    private int _maxCount;

    public StageQueue(StageOptions options)
    {
        var channel = Channel.CreateBounded<Envelope<T>>(options.QueueLength);
        (Reader, _writer) = (channel.Reader, channel.Writer);
        _bytes = options.QueueBytes is { } limit ? new ByteGate(limit) : null;
    }

    public ChannelReader<Envelope<T>> Reader { get; }

    public int Count => Reader.Count;

    public int MaxCount => Math.Max(_maxCount, Count);

    public override ValueTask WriteAsync(Envelope<T> envelope) =>
        _bytes is null && _writer.TryWrite(envelope) ? ValueTask.CompletedTask : WaitAndWriteAsync(envelope);

    /// <summary>Gets the size of a value in bytes, before the body sees the value and may release its memory.</summary>
    public long GetSize(T value) => _bytes is not null && value is ISized sized ? sized.SizeInBytes : 0;

    /// <summary>Releases the bytes of a value that the stage has processed.</summary>
    public void Release(long bytes)
    {
        if (bytes > 0)
        {
            _bytes!.Release(bytes);
        }
    }

    /// <summary>
    /// Measures the length of the queue before a worker takes its <paramref name="taken"/>th value. Counting takes the
    /// channel's lock, so long streams are sampled.
    /// </summary>
    public void Measure(long taken)
    {
        if (taken < 256 || taken % 64 == 0)
        {
            _maxCount = Math.Max(_maxCount, Count);
        }
    }

    public void Complete() => _writer.TryComplete();

    /// <summary>Wakes all waiting readers and writers, because the run is cancelled.</summary>
    public void Abort()
    {
        _writer.TryComplete();
        _bytes?.Close();
    }

    public void Discard()
    {
        while (Reader.TryRead(out var envelope))
        {
            envelope.Discard();
        }
    }

    private async ValueTask WaitAndWriteAsync(Envelope<T> envelope)
    {
        if (GetSize(envelope.Value) is > 0 and var bytes)
        {
            await _bytes!.EnterAsync(bytes).ConfigureAwait(false);
        }

        try
        {
            await _writer.WriteAsync(envelope, CancellationToken.None).ConfigureAwait(false);
        }
        catch (ChannelClosedException)
        {
            envelope.Discard();
        }
    }
}
