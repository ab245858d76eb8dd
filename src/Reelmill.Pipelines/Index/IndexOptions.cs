using Reelmill.Library.Vectors;
using Reelmill.Pipelines.Items;

namespace Reelmill.Pipelines.Index;

/// <summary>The options of <c>index</c>. The stages are fetch, decode, infer, insert, commit.</summary>
public sealed record IndexOptions : PipelineOptions
{
    /// <summary>The default collection.</summary>
    public const string DefaultCollection = "images";

    /// <summary>The collection that the vectors are written to.</summary>
    /// <value><see cref="DefaultCollection"/> by default.</value>
    public string Collection { get; init; } = DefaultCollection;

    /// <summary>The embedder: <c>descriptor</c>, the name of a model, or <c>triton:URL/MODEL</c>.</summary>
    /// <value><c>descriptor</c> by default, which needs no model.</value>
    public string Embedder { get; init; } = "descriptor";

    /// <summary>The vector store: <c>embedded</c>, <c>postgres://...</c> or <c>milvus://...</c>.</summary>
    /// <value><c>embedded</c> by default: in the library's folder.</value>
    public string Store { get; init; } = "embedded";

    /// <summary>The number of images that the model processes in one call.</summary>
    /// <value>1 to 1024; 1 by default, which is fastest on a CPU. GPUs and servers need larger batches.</value>
    public int Batch { get; init; } = 1;

    /// <summary>The number of vectors in one write to the store.</summary>
    /// <value>1 to 10,000; 200 by default.</value>
    public int InsertBatch { get; init; } = 200;

    /// <summary>Returns these options with the collection, the embedder and the store of an earlier run.</summary>
    /// <param name="run">The options of that run, as stored in the catalog.</param>
    public IndexOptions RestoreOptions(string run)
    {
        var recipe = Recipe.Parse(run);
        return this with { Collection = recipe["collection"], Embedder = recipe["embedder"], Store = recipe["store"] };
    }

    /// <inheritdoc/>
    public override void Validate()
    {
        base.Validate();
        ArgumentException.ThrowIfNullOrEmpty(Collection);
        CollectionRules.CheckName(Collection);
        ArgumentOutOfRangeException.ThrowIfNotEqual(Batch, Math.Clamp(Batch, 1, 1024));
        ArgumentOutOfRangeException.ThrowIfNotEqual(InsertBatch, Math.Clamp(InsertBatch, 1, 10_000));
    }
}
