using System.Runtime.CompilerServices;

namespace Reelmill.Core.Running;

/// <summary>Items from memory.</summary>
public static class ItemSource
{
    /// <summary>Items of a sequence, which is enumerated once and lazily.</summary>
    /// <param name="items">The items; may be endless.</param>
    /// <typeparam name="T">What an item is.</typeparam>
    /// <returns>A source whose items need no acknowledgement.</returns>
    public static IItemSource<T> From<T>(IEnumerable<T> items) => new Enumerated<T>(items);

    /// <summary>Items of an asynchronous sequence, which is enumerated once and lazily.</summary>
    /// <inheritdoc cref="From{T}(IEnumerable{T})"/>
    public static IItemSource<T> From<T>(IAsyncEnumerable<T> items) => new Streamed<T>(items);

    /// <summary>Marks a source that wants no acknowledgement, so that none is made for each item.</summary>
    internal interface IUnacknowledged;

    /// <summary>Marks a source that never waits, so that no asynchronous step is made for each item.</summary>
    internal interface ISequence<T>
    {
        IEnumerable<T> Items { get; }
    }

    private sealed class Enumerated<T>(IEnumerable<T> items) : InMemory<T>, ISequence<T>
    {
        public IEnumerable<T> Items => items;

        // No item is ever awaited, yet the seam is asynchronous for the sources that do wait.
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
