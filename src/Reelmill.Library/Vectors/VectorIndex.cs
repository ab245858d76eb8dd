using Reelmill.Core;
using Reelmill.Library.Vectors.Embedded;

namespace Reelmill.Library.Vectors;

/// <summary>How far the building of an index is.</summary>
/// <param name="Added">How many records it has.</param>
/// <param name="Count">How many it will have. When they are equal, the recall is measured and the file written.</param>
public readonly record struct VectorIndexProgress(long Added, long Count);

/// <summary>Builds the index that makes searches of a large collection in a library's folder fast and approximate.</summary>
/// <remarks>
/// An index is derived: it is built from the records whenever it is missing, damaged or outdated, and nothing is lost with
/// its file. Thread-safe; other processes may search and write meanwhile.
/// </remarks>
public static class VectorIndex
{
    /// <summary>Collections of fewer records are searched exactly, unless an index is asked for: it takes no longer than a tenth of a second or so.</summary>
    public const long DefaultAbove = 500_000;

    /// <summary>Builds the index of a collection and puts it in the place of an older one. Nothing is done when it has all records already.</summary>
    /// <param name="libraryFolder">The library's folder.</param>
    /// <param name="collection">The collection's name.</param>
    /// <param name="above">How many records a collection must have; one that shrinks below is searched exactly.</param>
    /// <param name="progress">Told a few times a second at most; null for nobody.</param>
    /// <param name="cancellationToken">Stops; an older index stays as it is.</param>
    /// <returns>The collection with its index; without one when it has fewer records than <paramref name="above"/>.</returns>
    /// <exception cref="PipelineException">
    /// <c>collection_unknown</c>, <c>index_unavailable</c> (the native library does not load), <c>out_of_memory</c>,
    /// <c>output_in_use</c> (another process builds it), or those of <see cref="LibraryException"/>.
    /// </exception>
    public static async Task<CollectionInfo> BuildAsync(
        string libraryFolder, string collection, long above, IProgress<VectorIndexProgress>? progress, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(above, 1);
        var store = new EmbeddedStore(libraryFolder, new EmbeddedOptions());
        await using var _ = store.ConfigureAwait(false);
        return await store.BuildIndexAsync(collection, above, progress, cancellationToken).ConfigureAwait(false);
    }
}
