namespace Reelmill.Core.Running;

/// <summary>
/// Supplies a run with items and receives their outcomes: a sequence in memory, a catalog, a message broker. Stages do not
/// depend on the kind of source.
/// </summary>
/// <typeparam name="T">The type of an item.</typeparam>
/// <remarks>
/// <see cref="ReceiveAsync"/> is enumerated once, by one reader. Every item is then either completed or abandoned, exactly
/// once. Any worker may make these calls, concurrently.
/// </remarks>
public interface IItemSource<T>
{
    /// <summary>Streams the items. The engine requests the next item only when the first queue has room.</summary>
    /// <param name="cancellationToken">Cancelled when no more items are wanted.</param>
    /// <returns>The items, in input order.</returns>
    IAsyncEnumerable<T> ReceiveAsync(CancellationToken cancellationToken);

    /// <summary>Records the final outcome of an item. An exception ends the run, and the item is abandoned.</summary>
    /// <param name="result">The outcome.</param>
    /// <param name="cancellationToken">Cancelled when the run is cancelled.</param>
    /// <returns>A task that completes when the outcome is recorded; only then does the item count as ended.</returns>
    ValueTask CompleteAsync(ItemResult<T> result, CancellationToken cancellationToken);

    /// <summary>Returns an unfinished item to the source because the run is ending. Another worker or the next run will process it.</summary>
    /// <param name="item">The item; a <see cref="IDisposable"/> item has been disposed.</param>
    /// <returns>A task that completes when the item is returned.</returns>
    ValueTask AbandonAsync(T item);
}
