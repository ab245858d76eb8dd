using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using Reelmill.Pipelines.Chunk;
using Reelmill.Pipelines.Services;

namespace Reelmill.Server.Jobs.Results;

/// <summary>Returns the finished chunks of a file as their manifest records them, also while other chunks are still running.</summary>
internal sealed class ChunkResults(LibrarySession library) : PipelineResults
{
    public override string Pipeline => ChunkRun.Pipeline;

    public override async IAsyncEnumerable<JsonObject> ReadAsync(ResultItem item, [EnumeratorCancellation] CancellationToken cancellationToken)
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
