using System.Threading.Channels;
using Reelmill.Core.Pipelines;

namespace Reelmill.Core.Running;

/// <summary>The bounded queue in front of a stage.</summary>
internal sealed class StageQueue<T> : Inlet<T>
{
    private readonly ChannelWriter<Envelope<T>> _writer;
    private readonly ByteGate? _bytes;
    private int _longest;

    public StageQueue(StageOptions options)
    {
        var channel = Channel.CreateBounded<Envelope<T>>(options.QueueLength);
        (Reader, _writer) = (channel.Reader, channel.Writer);
        _bytes = options.QueueBytes is { } limit ? new ByteGate(limit) : null;
    }

    public ChannelReader<Envelope<T>> Reader { get; }

    public int Count => Reader.Count;

    public int Longest => Math.Max(_longest, Count);

    public override ValueTask WriteAsync(Envelope<T> envelope) =>
        _bytes is null && _writer.TryWrite(envelope) ? ValueTask.CompletedTask : WaitAndWriteAsync(envelope);

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

    public void Complete() => _writer.TryComplete();

    /// <summary>Wakes everybody who waits here: the run is cancelled.</summary>
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
        if (SizeOf(envelope.Value) is > 0 and var bytes)
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
