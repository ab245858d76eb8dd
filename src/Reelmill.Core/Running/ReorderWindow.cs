using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace Reelmill.Core.Running;

/// <summary>
/// Gives items' results in input order. Intake runs at most a window of items ahead of what the caller has taken, so
/// that one slow item does not make all later ones pile up.
/// </summary>
internal sealed class ReorderWindow<T>(int window) : IDisposable
{
    private readonly SemaphoreSlim _room = new(window);
    private readonly Channel<(long Sequence, List<Envelope<T>>? Results)> _settled =
        Channel.CreateUnbounded<(long, List<Envelope<T>>?)>(new UnboundedChannelOptions { SingleReader = true });

    public ValueTask EnterAsync(CancellationToken cancellationToken) => new(_room.WaitAsync(cancellationToken));

    public void Settled(ItemTracker item) =>
        _settled.Writer.TryWrite((item.Sequence, (List<Envelope<T>>?)item.Results));

    public void Complete() => _settled.Writer.TryComplete();

    public async IAsyncEnumerable<T> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var early = new Dictionary<long, List<Envelope<T>>?>();
        var next = 1L;
        await foreach (var (sequence, results) in _settled.Reader.ReadAllAsync(cancellationToken).ConfigureAwait(false))
        {
            early.Add(sequence, results);
            while (early.Remove(next, out var ready))
            {
                ready?.Sort(static (a, b) => Position.Order(a.Position, b.Position));
                foreach (var envelope in ready ?? [])
                {
                    yield return envelope.Value;
                }

                next++;
                _room.Release();
            }
        }
    }

    public void Dispose() => _room.Dispose();
}
