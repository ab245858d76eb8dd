using System.Runtime.CompilerServices;

namespace Reelmill.Core.Running;

/// <summary>Creates item sources from sequences.</summary>
public static class ItemSource
{
    /// <summary>Creates a source from a sequence, which is enumerated once and lazily.</summary>
    /// <param name="items">The items; may be infinite.</param>
    /// <typeparam name="T">The type of an item.</typeparam>
    /// <returns>A source whose items need no acknowledgment.</returns>
    public static IItemSource<T> From<T>(IEnumerable<T> items) => new Enumerated<T>(items);

    /// <summary>Creates a source from an asynchronous sequence, which is enumerated once and lazily.</summary>
    /// <inheritdoc cref="From{T}(IEnumerable{T})"/>
    public static IItemSource<T> From<T>(IAsyncEnumerable<T> items) => new Streamed<T>(items);

    /// <summary>Marks a source that needs no acknowledgment, so that none is created for each item.</summary>
    internal interface IUnacknowledged;

    /// <summary>Marks a source that never waits, so that items need no asynchronous step.</summary>
    internal interface ISequence<T>
    {
        IEnumerable<T> Items { get; }
    }

    private sealed class Enumerated<T>(IEnumerable<T> items) : InMemory<T>, ISequence<T>
    {
        public IEnumerable<T> Items => items;

        // The interface is asynchronous for sources that wait; this one never does.
        public override async IAsyncEnumerable<T> ReceiveAsync([EnumeratorCancellation] CancellationToken cancellationToken)
        {
            await ValueTask.CompletedTask.ConfigureAwait(false);
            foreach (var item in items)
            {
                yield return item;
            }
        }
    }

    private sealed class Streamed<T>(IAsyncEnumerable<T> items) : InMemory<T>
    {
        public override IAsyncEnumerable<T> ReceiveAsync(CancellationToken cancellationToken) => items;
    }

    private abstract class InMemory<T> : IItemSource<T>, IUnacknowledged
    {
        public abstract IAsyncEnumerable<T> ReceiveAsync(CancellationToken cancellationToken);

        public ValueTask CompleteAsync(ItemResult<T> result, CancellationToken cancellationToken) => ValueTask.CompletedTask;

        public ValueTask AbandonAsync(T item) => ValueTask.CompletedTask;
    }
}
