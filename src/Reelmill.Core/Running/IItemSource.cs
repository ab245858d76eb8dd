namespace Reelmill.Core.Running;

/// <summary>
/// Where items come from and where their end is told: a sequence in memory, a catalog, the deliveries of a broker.
/// Stages never know which.
/// </summary>
/// <typeparam name="T">What an item is.</typeparam>
/// <remarks>
/// <see cref="ReceiveAsync"/> is enumerated once, by one reader. Every item that it gave is then either completed or
/// abandoned, exactly once; these calls come from any worker and at the same time.
/// </remarks>
public interface IItemSource<T>
{
    /// <summary>Gives the items; the engine asks for the next one only when its first queue has room.</summary>
    /// <param name="cancellationToken">Cancelled when no more items are wanted.</param>
    /// <returns>The items, in the order that counts as input order.</returns>
    IAsyncEnumerable<T> ReceiveAsync(CancellationToken cancellationToken);

    /// <summary>The item has ended, for good. An exception ends the run, and the item is abandoned.</summary>
    /// <param name="result">How it ended.</param>
    /// <param name="cancellationToken">Cancelled when the run is cancelled.</param>
    /// <returns>A task that completes when the end is recorded; only then does the item count as ended.</returns>
    ValueTask CompleteAsync(ItemResult<T> result, CancellationToken cancellationToken);

    /// <summary>The run ends before the item did: somebody else, or the next run, will do it.</summary>
    /// <param name="item">The item; one that is <see cref="IDisposable"/> has been disposed.</param>
    /// <returns>A task that completes when the item is given back.</returns>
    ValueTask AbandonAsync(T item);
}
