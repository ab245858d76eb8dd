namespace Reelmill.Library.Vectors;

/// <summary>Stores vectors in collections of one dimension each, and searches them by cosine similarity.</summary>
/// <remarks>
/// Thread-safe. A store scales every vector to length 1 before writing it, so that only the direction is kept. Members
/// throw <see cref="Core.PipelineException"/> with <c>bad_collection</c> (the name is not valid), <c>collection_unknown</c>,
/// <c>collection_mismatch</c>, <c>store_failed</c> (the whole store cannot be used) and, where the store is a folder, the
/// codes of <see cref="LibraryException"/>. They throw <see cref="Core.ItemException"/> with <c>bad_vector</c>, and with
/// <c>store_failed</c> when only this call failed.
/// </remarks>
public interface IVectorStore : IAsyncDisposable
{
    /// <summary>The maximum number of hits that a search returns.</summary>
    const int MaxHits = 10_000;

    /// <summary>Creates a collection. An existing one with the same dimension and embedder is left unchanged.</summary>
    /// <param name="name">The collection's name: a to z, 0 to 9 and <c>_</c>; at most 40 characters, the first a letter.</param>
    /// <param name="dimension">The dimension of the vectors, from 2 to 16,000.</param>
    /// <param name="embedder">The name and version of the embedder; a collection accepts the vectors of one embedder only.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <exception cref="Core.PipelineException"><c>collection_mismatch</c>: the collection exists with another dimension or embedder.</exception>
    Task<CollectionInfo> CreateAsync(string name, int dimension, string embedder, CancellationToken cancellationToken);

    /// <summary>Lists all collections, sorted by name.</summary>
    /// <param name="cancellationToken">Stops the call.</param>
    Task<IReadOnlyList<CollectionInfo>> ListAsync(CancellationToken cancellationToken);

    /// <summary>Removes a collection with all its records. Does nothing when there is no such collection.</summary>
    /// <param name="name">The collection's name.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    Task DropAsync(string name, CancellationToken cancellationToken);

    /// <summary>Adds records, replacing existing records with the same ids. All of them are durable when the call returns.</summary>
    /// <param name="collection">The collection's name.</param>
    /// <param name="records">The records; the last one wins when several have the same id.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <exception cref="Core.ItemException">
    /// <c>bad_vector</c>: a vector has another dimension than the collection, a NaN or an infinite component, or only zeros;
    /// or a string cannot be stored. Nothing is written in this case.
    /// </exception>
    Task UpsertAsync(string collection, IReadOnlyList<VectorRecord> records, CancellationToken cancellationToken);

    /// <summary>Removes records. Unknown ids are ignored.</summary>
    /// <param name="collection">The collection's name.</param>
    /// <param name="ids">The ids of the records.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    Task DeleteAsync(string collection, IReadOnlyList<string> ids, CancellationToken cancellationToken);

    /// <summary>Reads the vector of one record.</summary>
    /// <param name="collection">The collection's name.</param>
    /// <param name="id">The record's id.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>The vector, scaled to length 1; null when no record has this id.</returns>
    Task<float[]?> FindAsync(string collection, string id, CancellationToken cancellationToken);

    /// <summary>Finds the nearest neighbors of a query vector, best first; hits with equal scores are sorted by id.</summary>
    /// <param name="collection">The collection's name.</param>
    /// <param name="query">The query vector, of the collection's dimension.</param>
    /// <param name="count">The maximum number of hits, from 1 to <see cref="MaxHits"/>.</param>
    /// <param name="filter">Restricts hits by their metadata; null for no restriction.</param>
    /// <param name="exact">Whether to compare every record even when there is an index, which is faster but may miss a neighbor.</param>
    /// <param name="cancellationToken">Stops the search.</param>
    /// <exception cref="Core.ItemException"><c>bad_vector</c>: the query vector is not valid.</exception>
    /// <exception cref="Core.PipelineException"><c>exact_unsupported</c>: the store has approximate search only.</exception>
    Task<VectorHits> SearchAsync(
        string collection, ReadOnlyMemory<float> query, int count, VectorFilter? filter, bool exact, CancellationToken cancellationToken);
}
