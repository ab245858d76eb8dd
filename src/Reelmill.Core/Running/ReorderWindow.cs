using System.Threading.Channels;

namespace Reelmill.Core.Running;

/// <summary>
/// Gives items' results in input order. Intake runs at most a window of items ahead of what the caller has taken, so
/// that one slow item does not make all later ones pile up.
/// </summary>
internal sealed class ReorderWindow<T>(int window) : IDisposable
{
    private readonly SemaphoreSlim _room = new(window);
    private readonly Dictionary<long, Gathered<T>?> _early = [];
    private readonly Channel<(long Sequence, Gathered<T>? Results)> _settled =
        Channel.CreateUnbounded<(long, Gathered<T>?)>(new UnboundedChannelOptions { SingleReader = true });

    private Gathered<T>? _ready;
    private int _given;

    public ValueTask EnterAsync(CancellationToken cancellationToken) => new(_room.WaitAsync(cancellationToken));

    /// <summary>Takes over what the item gave; a failed item gives nothing.</summary>
    public void Settled(ItemTracker item)
    {
        if (item.Failed)
        {
            item.DiscardCollected();
        }

        _settled.Writer.TryWrite((item.Sequence, (Gathered<T>?)item.TakeCollected()));
    }

    public void Complete() => _settled.Writer.TryComplete();

    public async IAsyncEnumerable<T> ReadAsync()
    {
        var next = 1L;
        await foreach (var (sequence, results) in _settled.Reader.ReadAllAsync(CancellationToken.None).ConfigureAwait(false))
        {
            _early.Add(sequence, results);
            for (; _early.Remove(next, out _ready); next++)
            {
                _ready?.Sort();
                for (_given = 0; _given < _ready?.Count;)
                {
                    yield return _ready[_given++];
                }

                _room.Release();
            }
        }
    }

    /// <summary>Gives up what the caller did not take; the run has ended.</summary>
    public void Discard()
    {
        _ready?.DiscardFrom(_given);
        while (_settled.Reader.TryRead(out var settled))
        {
            settled.Results?.Dispose();
        }

        foreach (var results in _early.Values)
        {
            results?.Dispose();
        }
    }

    public void Dispose() => _room.Dispose();
}
