using System.Threading.Channels;
using Reelmill.Core.Pipelines;

namespace Reelmill.Core.Running;

/// <summary>The bounded queue in front of a stage.</summary>
internal sealed class StageQueue<T>(StageOptions options, CancellationToken cancelled) : Inlet<T>
{
    private readonly Channel<Envelope<T>> _channel = Channel.CreateBounded<Envelope<T>>(options.QueueLength);
    private readonly ByteGate? _bytes = options.QueueBytes is { } limit ? new ByteGate(limit) : null;
    private long _written;
    private int _longest;

    public ChannelReader<Envelope<T>> Reader => _channel.Reader;

    public int Count => _channel.Reader.Count;

    public int Longest => Math.Max(_longest, Count);

    public override ValueTask WriteAsync(Envelope<T> envelope)
    {
        if (_bytes is not null || !_channel.Writer.TryWrite(envelope))
        {
            return WaitAndWriteAsync(envelope);
        }

        Measure();
        return ValueTask.CompletedTask;
    }

    /// <summary>The stage is done with a value: its bytes no longer count.</summary>
    public void Leave(T value)
    {
        if (_bytes is not null)
        {
            _bytes.Leave(SizeOf(value));
        }
    }

    public void Complete() => _channel.Writer.TryComplete();

    /// <summary>Wakes everybody who waits here: the run is cancelled.</summary>
    public void Abort()
    {
        _channel.Writer.TryComplete(new OperationCanceledException(cancelled));
        _bytes?.Close();
    }

    public void Discard()
    {
        while (_channel.Reader.TryRead(out var envelope))
        {
            envelope.Discard();
        }
    }

    private static long SizeOf(T value) => value is ISized sized ? sized.SizeInBytes : 0;

    private async ValueTask WaitAndWriteAsync(Envelope<T> envelope)
    {
        if (_bytes is not null)
        {
            await _bytes.EnterAsync(SizeOf(envelope.Value)).ConfigureAwait(false);
        }

        try
        {
            await _channel.Writer.WriteAsync(envelope, CancellationToken.None).ConfigureAwait(false);
        }
        catch (ChannelClosedException)
        {
            envelope.Discard();
            throw new OperationCanceledException(cancelled);
        }

        Measure();
    }

    /// <summary>Counting takes the channel's lock, so long streams are sampled.</summary>
    private void Measure()
    {
        var written = ++_written;
        if (written < 1024 || written % 64 == 0)
        {
            _longest = Math.Max(_longest, Count);
        }
    }
}
