using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using Reelmill.Pipelines.Chunk;
using Reelmill.Pipelines.Services;

namespace Reelmill.Server.Jobs.Results;

/// <summary>The chunks of a file, each as its manifest says; those that are done, also while others are worked on.</summary>
internal sealed class ChunkResults(LibrarySession library) : PipelineResults
{
    public override string Pipeline => ChunkRun.Pipeline;

    public override async IAsyncEnumerable<JsonObject> OfAsync(ResultItem item, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var row in await library.Catalog.ChunksAsync(item.Item.Item, cancellationToken).ConfigureAwait(false))
        {
            if (row.Record is { } record)
            {
                var chunk = JsonNode.Parse(record)!.AsObject();
                chunk["chunk"] = chunk["sequence"]?.DeepClone();
                chunk["sequence"] = item.Item.Sequence;
                chunk["source"] = item.Source;
                yield return chunk;
            }
        }
    }
}
