using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using Reelmill.Library.Catalog;
using Reelmill.Pipelines.Hls;
using Reelmill.Pipelines.Services;

namespace Reelmill.Server.Jobs.Results;

/// <summary>The stream of a video.</summary>
internal sealed class HlsResults(LibrarySession library) : PipelineResults
{
    public override string Pipeline => HlsRun.Pipeline;

    public override async IAsyncEnumerable<JsonObject> OfAsync(ResultItem item, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (item.IsDone && await OutcomeAsync(item.Known!, cancellationToken).ConfigureAwait(false) is { } outcome)
        {
            var stream = JsonNode.Parse(outcome)!.AsObject();
            stream["sequence"] = item.Item.Sequence;
            stream["source"] = item.Source;
            stream["video"] = item.Known!.Video;
            stream["url"] = $"/v1/library/{stream["master"]}";
            yield return stream;
        }
    }

    /// <summary>The stream of the content: that of the item, or that of the item with the same content that was first.</summary>
    private async Task<string?> OutcomeAsync(Item known, CancellationToken cancellationToken)
    {
        if (known.Outcome is not null)
        {
            return known.Outcome;
        }

        var same = new ItemFilter { Pipeline = known.Pipeline, State = ItemState.Done, Video = known.Video };
        await foreach (var other in library.Catalog.ItemsAsync(same, cancellationToken).ConfigureAwait(false))
        {
            if (other.Outcome is not null)
            {
                return other.Outcome;
            }
        }

        return null;
    }
}
