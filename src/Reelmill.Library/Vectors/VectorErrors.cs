using Reelmill.Core;

namespace Reelmill.Library.Vectors;

/// <summary>The failures that every store has.</summary>
internal static class VectorErrors
{
    /// <summary>The code when a store could not be read or written.</summary>
    public const string Failed = "store_failed";

    /// <summary>The code when there is no such collection.</summary>
    public const string UnknownCode = "collection_unknown";

    public static ItemException BadVector(string collection, string what) =>
        new("bad_vector", $"Using vectors with the collection '{collection}': {what}");

    public static PipelineException Unknown(string name, Exception? inner = null) => new(
        UnknownCode, $"There is no collection '{name}'. `reelmill collections list` shows those that are; `reelmill index` makes one.", inner);

    /// <summary>Refuses a collection that is there with other vectors; returns it otherwise.</summary>
    public static CollectionInfo Same(CollectionInfo found, int dimension, string embedder) =>
        found.Dimension == dimension && string.Equals(found.Embedder, embedder, StringComparison.Ordinal)
            ? found
            : throw new PipelineException(
                "collection_mismatch",
                $"Opening the collection '{found.Name}': it has {found.Dimension} numbers by {found.Embedder}, not {dimension} by {embedder}, and these cannot be compared. Use another collection, or drop this one.");
}
