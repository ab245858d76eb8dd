namespace Reelmill.Library.Vectors;

/// <summary>Where vectors live: collections of one dimension each, searched by cosine similarity.</summary>
/// <remarks>
/// Thread-safe. A store keeps directions, not lengths: every vector is scaled to length 1 on its way in. Members throw
/// <see cref="Core.PipelineException"/>: <c>bad_collection</c> (its name cannot be used), <c>collection_unknown</c>,
/// <c>collection_mismatch</c>, <c>store_failed</c> (the store as a whole cannot be used) and, where the store is a folder,
/// those of <see cref="LibraryException"/>; and <see cref="Core.ItemException"/>: <c>bad_vector</c> and
/// <c>store_failed</c> when only this call failed.
/// </remarks>
public interface IVectorStore : IAsyncDisposable
{
    /// <summary>The most hits that a search gives.</summary>
    const int MostHits = 10_000;

    /// <summary>Makes a collection. One that is there with the same dimension and embedder is left as it is.</summary>
    /// <param name="name">Its name: a to z, 0 to 9 and <c>_</c>, at most 40, a letter first.</param>
    /// <param name="dimension">How many numbers a vector has, from 2 to 16,000.</param>
    /// <param name="embedder">The name and version of what makes the vectors; a collection takes those of one embedder only.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <exception cref="Core.PipelineException"><c>collection_mismatch</c>: it is there with another dimension or embedder.</exception>
    Task<CollectionInfo> CreateAsync(string name, int dimension, string embedder, CancellationToken cancellationToken);

    /// <summary>All collections, by name.</summary>
    /// <param name="cancellationToken">Stops the call.</param>
    Task<IReadOnlyList<CollectionInfo>> ListAsync(CancellationToken cancellationToken);

    /// <summary>Removes a collection and all that is in it; one that is not there does not count.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    Task DropAsync(string name, CancellationToken cancellationToken);

    /// <summary>Adds records, or replaces those with the same ids. When it returns, all of them are durable.</summary>
    /// <param name="collection">The collection's name.</param>
    /// <param name="records">The records; of several with one id the last counts.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <exception cref="Core.ItemException">
    /// <c>bad_vector</c>: a vector has another dimension than the collection, a number that is NaN or infinite, or nothing
    /// but zeros; or a text cannot be stored. Nothing was written then.
    /// </exception>
    Task UpsertAsync(string collection, IReadOnlyList<VectorRecord> records, CancellationToken cancellationToken);

    /// <summary>Removes records; ids that are not there do not count.</summary>
    /// <param name="collection">The collection's name.</param>
    /// <param name="ids">The ids.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    Task DeleteAsync(string collection, IReadOnlyList<string> ids, CancellationToken cancellationToken);

    /// <summary>The vector of one record.</summary>
    /// <param name="collection">The collection's name.</param>
    /// <param name="id">The record's id.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>Its numbers, scaled to length 1; null when no record has this id.</returns>
    Task<float[]?> FindAsync(string collection, string id, CancellationToken cancellationToken);

    /// <summary>The records that are most alike a vector, best first; equal scores are in order of their ids.</summary>
    /// <param name="collection">The collection's name.</param>
    /// <param name="query">The vector, of the collection's dimension.</param>
    /// <param name="count">How many at most, from 1 to <see cref="MostHits"/>.</param>
    /// <param name="filter">What their metadata must be; null for everything.</param>
    /// <param name="exact">Whether every record is compared, even where there is an index that is faster and may miss one.</param>
    /// <param name="cancellationToken">Stops the search.</param>
    /// <exception cref="Core.ItemException"><c>bad_vector</c>: the query cannot be compared.</exception>
    /// <exception cref="Core.PipelineException"><c>exact_unsupported</c>: the store searches its index only.</exception>
    Task<VectorHits> SearchAsync(
        string collection, ReadOnlyMemory<float> query, int count, VectorFilter? filter, bool exact, CancellationToken cancellationToken);
}
