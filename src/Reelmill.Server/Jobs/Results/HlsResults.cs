using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using Reelmill.Pipelines.Hls;
using Reelmill.Pipelines.Services;

namespace Reelmill.Server.Jobs.Results;

/// <summary>Returns the HLS stream of a video.</summary>
internal sealed class HlsResults(LibrarySession library) : PipelineResults
{
    public override string Pipeline => HlsRun.Pipeline;

    public override async IAsyncEnumerable<JsonObject> ReadAsync(ResultItem item, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (item.IsDone && await SharedOutcome.FindAsync(library.Catalog, item.Known!, cancellationToken).ConfigureAwait(false) is { } outcome)
        {
            var stream = JsonNode.Parse(outcome)!.AsObject();
            stream["sequence"] = item.Item.Sequence;
            stream["source"] = item.Source;
            stream["video"] = item.Known!.Video;
            stream["url"] = $"/v1/library/{stream["master"]}";
            yield return stream;
        }
    }
}
