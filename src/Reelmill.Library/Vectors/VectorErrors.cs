using Reelmill.Core;

namespace Reelmill.Library.Vectors;

/// <summary>Creates the errors that all stores have in common.</summary>
internal static class VectorErrors
{
    /// <summary>The error code for a store that could not be read or written.</summary>
    public const string StoreFailedCode = "store_failed";

    /// <summary>The error code for a collection that does not exist.</summary>
    public const string UnknownCollectionCode = "collection_unknown";

    public static ItemException BadVector(string collection, string problem) =>
        new("bad_vector", $"Using vectors with the collection '{collection}': {problem}");

    public static PipelineException UnknownCollection(string name, Exception? inner = null) => new(
        UnknownCollectionCode, $"There is no collection '{name}'. `reelmill collections list` lists the existing ones; `reelmill index` creates one.", inner);

    /// <summary>Returns a collection after checking that it has the expected dimension and embedder.</summary>
    /// <exception cref="PipelineException"><c>collection_mismatch</c>: it has another dimension or embedder.</exception>
    public static CollectionInfo RequireMatch(CollectionInfo found, int dimension, string embedder) =>
        found.Dimension == dimension && string.Equals(found.Embedder, embedder, StringComparison.Ordinal)
            ? found
            : throw new PipelineException(
                "collection_mismatch",
                $"Opening the collection '{found.Name}': its vectors have dimension {found.Dimension} and come from {found.Embedder}, which cannot be compared with dimension {dimension} from {embedder}. Use another collection, or drop this one.");
}
