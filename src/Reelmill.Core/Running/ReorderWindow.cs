using System.Threading.Channels;

namespace Reelmill.Core.Running;

/// <summary>
/// Emits the results of items in input order. The intake runs at most a window of items ahead of the consumer, so that the
/// results of later items do not pile up behind a slow item.
/// </summary>
internal sealed class ReorderWindow<T>(int window) : IDisposable
{
    private readonly SemaphoreSlim _room = new(window);
    private readonly Dictionary<long, GatheredValues<T>?> _pending = [];
    private readonly Channel<(long Sequence, GatheredValues<T>? Results)> _settled =
        Channel.CreateUnbounded<(long, GatheredValues<T>?)>(new UnboundedChannelOptions { SingleReader = true });

    private GatheredValues<T>? _ready;
    private int _emitted;

    public ValueTask EnterAsync(CancellationToken cancellationToken) => new(_room.WaitAsync(cancellationToken));

    /// <summary>Takes over the results of a settled item; a failed item has none.</summary>
    public void Settled(ItemTracker item)
    {
        if (item.Failed)
        {
            item.DiscardCollected();
        }

        _settled.Writer.TryWrite((item.Sequence, (GatheredValues<T>?)item.TakeCollected()));
    }

    public void Complete() => _settled.Writer.TryComplete();

    public async IAsyncEnumerable<T> ReadAsync()
    {
        var next = 1L;
        await foreach (var (sequence, results) in _settled.Reader.ReadAllAsync(CancellationToken.None).ConfigureAwait(false))
        {
            _pending.Add(sequence, results);
            for (; _pending.Remove(next, out _ready); next++)
            {
                _ready?.Sort();
                for (_emitted = 0; _emitted < _ready?.Count;)
                {
                    yield return _ready[_emitted++];
                }

                _room.Release();
            }
        }
    }

    /// <summary>Disposes the results that the caller did not take, after the run has ended.</summary>
    public void Discard()
    {
        _ready?.DiscardFrom(_emitted);
        while (_settled.Reader.TryRead(out var settled))
        {
            settled.Results?.Dispose();
        }

        foreach (var results in _pending.Values)
        {
            results?.Dispose();
        }
    }

    public void Dispose() => _room.Dispose();
}
