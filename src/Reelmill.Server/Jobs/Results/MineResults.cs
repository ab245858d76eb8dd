using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using Reelmill.Library.Catalog;
using Reelmill.Pipelines.Mine;
using Reelmill.Pipelines.Services;

namespace Reelmill.Server.Jobs.Results;

/// <summary>Returns the sampled frames of a video with the decision on each.</summary>
internal sealed class MineResults(LibrarySession library) : PipelineResults
{
    public override string Pipeline => MineRun.Pipeline;

    public override async IAsyncEnumerable<JsonObject> ReadAsync(ResultItem item, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var frames = item.IsDone
            ? await library.Catalog.ListFramesAsync(item.Known!.Video!, cancellationToken).ConfigureAwait(false)
            : item.Live?.GetFrames(item.Item.Item) ?? [];
        foreach (var frame in frames)
        {
            yield return Frame(item, frame);
        }
    }

    private static JsonObject Frame(ResultItem item, FrameRecord frame) => new()
    {
        ["sequence"] = item.Item.Sequence,
        ["source"] = item.Source,
        ["video"] = frame.Video,
        ["timeMs"] = frame.TimeMs,
        ["kept"] = frame.Kept,
        ["rule"] = frame.Rule,
        ["score"] = frame.Score,
        ["threshold"] = frame.Threshold,
        ["twin"] = frame.DuplicateOf,
        ["path"] = item.IsDone ? frame.Path : null,
        ["image"] = item.IsDone && frame.Path is not null ? $"/v1/library/videos/{frame.Video}/frames/{frame.TimeMs}.jpg" : null,
        ["detections"] = frame.Detections is { } json ? JsonNode.Parse(json) : null,
        ["values"] = frame.ShownValues is { } values ? JsonNode.Parse(values.ToString()) : null,
    };
}
