using Reelmill.Core;
using Reelmill.Library.Vectors.Embedded;

namespace Reelmill.Library.Vectors;

/// <summary>Reports the progress of an index build.</summary>
/// <param name="Added">The number of records added so far.</param>
/// <param name="Count">The total number of records. When <paramref name="Added"/> reaches it, only writing the file remains.</param>
public readonly record struct VectorIndexProgress(long Added, long Count);

/// <summary>Builds the HNSW index that makes searches of a large collection in a library folder fast and approximate.</summary>
/// <remarks>
/// The index is derived data: it can be rebuilt from the records whenever it is missing, damaged or outdated, and deleting
/// its file loses nothing. Thread-safe; other processes may search and write during a build.
/// </remarks>
public static class VectorIndex
{
    /// <summary>The default minimum size of an indexed collection: an exact search of fewer records takes about a tenth of a second at most.</summary>
    public const long DefaultMinRecords = 500_000;

    /// <summary>Builds the index of a collection and replaces an older one. Does nothing when the index already has all records.</summary>
    /// <param name="libraryFolder">The library folder.</param>
    /// <param name="collection">The collection's name.</param>
    /// <param name="minRecords">The minimum number of records, at least 1; a collection that shrinks below it is searched exactly.</param>
    /// <param name="progress">Receives reports a few times a second at most; null for none.</param>
    /// <param name="cancellationToken">Cancels the build; an older index stays as it is.</param>
    /// <returns>The collection with its index; without an index when it has fewer records than <paramref name="minRecords"/>.</returns>
    /// <exception cref="PipelineException">
    /// <c>collection_unknown</c>, <c>index_unavailable</c> (the native library does not load), <c>out_of_memory</c>,
    /// <c>output_in_use</c> (another process builds it), or those of <see cref="LibraryException"/>.
    /// </exception>
    public static async Task<CollectionInfo> BuildAsync(
        string libraryFolder, string collection, long minRecords, IProgress<VectorIndexProgress>? progress, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(minRecords, 1);
        var store = new EmbeddedStore(libraryFolder, new EmbeddedOptions());
        await using var _ = store.ConfigureAwait(false);
        return await store.BuildIndexAsync(collection, minRecords, progress, cancellationToken).ConfigureAwait(false);
    }
}
