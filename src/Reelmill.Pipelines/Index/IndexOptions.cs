using Reelmill.Library.Vectors;
using Reelmill.Pipelines.Items;

namespace Reelmill.Pipelines.Index;

/// <summary>The options of <c>index</c>. Its stages: fetch, decode, infer, insert, commit.</summary>
public sealed record IndexOptions : PipelineOptions
{
    /// <summary>The collection when none is named.</summary>
    public const string DefaultCollection = "images";

    /// <summary>What the vectors are filed under.</summary>
    /// <value><see cref="DefaultCollection"/> by default.</value>
    public string Collection { get; init; } = DefaultCollection;

    /// <summary>What makes vectors of pictures: <c>descriptor</c>, the name of a model, or <c>triton:URL/MODEL</c>.</summary>
    /// <value><c>descriptor</c> by default, which needs nothing.</value>
    public string Embedder { get; init; } = "descriptor";

    /// <summary>Where vectors are kept: <c>embedded</c>, <c>postgres://...</c> or <c>milvus://...</c>.</summary>
    /// <value><c>embedded</c> by default: in the library's folder.</value>
    public string Store { get; init; } = "embedded";

    /// <summary>How many pictures the model takes at once.</summary>
    /// <value>1 to 1024; 1 by default: on a processor, one after the other is faster than together. Graphics cards and servers want more.</value>
    public int Batch { get; init; } = 1;

    /// <summary>How many vectors are written at once.</summary>
    /// <value>1 to 10,000; 200 by default.</value>
    public int InsertBatch { get; init; } = 200;

    /// <summary>These options with the collection, the embedder and the store of an earlier run.</summary>
    /// <param name="run">The options of the run, as the catalog has them.</param>
    public IndexOptions Repeating(string run)
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
