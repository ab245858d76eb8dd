using System.Threading.Channels;
using Reelmill.Core.Pipelines;

namespace Reelmill.Core.Running;

/// <summary>The bounded queue in front of a stage.</summary>
internal sealed class StageQueue<T>(StageOptions options) : Inlet<T>
{
    private readonly Channel<Envelope<T>> _channel = Channel.CreateBounded<Envelope<T>>(options.QueueLength);
    private readonly ByteGate? _bytes = options.QueueBytes is { } limit ? new ByteGate(limit) : null;
    private int _longest;

    public ChannelReader<Envelope<T>> Reader => _channel.Reader;

    public int Count => _channel.Reader.Count;

    public int Longest => Math.Max(_longest, Count);

    public override ValueTask WriteAsync(Envelope<T> envelope) =>
        _bytes is null && _channel.Writer.TryWrite(envelope) ? ValueTask.CompletedTask : WaitAndWriteAsync(envelope);

    /// <summary>The bytes that a value counts for. Asked before the body sees the value, which may then let them go.</summary>
    public long SizeOf(T value) => _bytes is not null && value is ISized sized ? sized.SizeInBytes : 0;

    /// <summary>The stage is done with a value of that many bytes.</summary>
    public void Leave(long bytes)
    {
        if (bytes > 0)
        {
            _bytes!.Leave(bytes);
        }
    }

    /// <summary>
    /// Notes how many values wait, seen by a worker before it takes its <paramref name="taken"/>th. Counting takes the
    /// channel's lock, so long streams are sampled.
    /// </summary>
    public void Measure(long taken)
    {
        if (taken < 256 || taken % 64 == 0)
        {
            _longest = Math.Max(_longest, Count);
        }
    }

    public void Complete() => _channel.Writer.TryComplete();

    /// <summary>Wakes everybody who waits here: the run is cancelled.</summary>
    public void Abort()
    {
        _channel.Writer.TryComplete();
        _bytes?.Close();
    }

    public void Discard()
    {
        while (_channel.Reader.TryRead(out var envelope))
        {
            envelope.Discard();
        }
    }

    private async ValueTask WaitAndWriteAsync(Envelope<T> envelope)
    {
        if (SizeOf(envelope.Value) is > 0 and var bytes)
        {
            await _bytes!.EnterAsync(bytes).ConfigureAwait(false);
        }

        try
        {
            await _channel.Writer.WriteAsync(envelope, CancellationToken.None).ConfigureAwait(false);
        }
        catch (ChannelClosedException)
        {
            envelope.Discard();
        }
    }
}
