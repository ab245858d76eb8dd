using System.Text.Json;
using Reelmill.Library.Catalog;
using Reelmill.Pipelines.Runs;
using Reelmill.Server.Jobs;

namespace Reelmill.Server.Reports;

/// <summary>The last run of a library with its summary and timeline, as far as they can be read.</summary>
/// <param name="Pipeline">The pipeline.</param>
/// <param name="State">The state.</param>
/// <param name="StartedMs">The start, in Unix milliseconds.</param>
/// <param name="ElapsedSeconds">The duration; null, like the members after it, when the run recorded no summary.</param>
/// <param name="Items">The items by outcome.</param>
/// <param name="Stages">The stages, in order; time shares and rates cover the whole run.</param>
/// <param name="Bottleneck">The stage that limited the throughput; null also when the run had nothing to do.</param>
/// <param name="Timeline">The activity of the stages over time.</param>
internal sealed record RunDocument(
    string Pipeline,
    RunState State,
    long StartedMs,
    double? ElapsedSeconds,
    RunItems? Items,
    IReadOnlyList<JobStage>? Stages,
    RunBottleneck? Bottleneck,
    Timeline? Timeline)
{
    public static RunDocument? From(Run? run)
    {
        if (run is null)
        {
            return null;
        }

        var summary = Read(run.Summary, static json => JsonSerializer.Deserialize(json, RunJson.Default.RunSummary));
        var timeline = Read(run.Timeline, static json => JsonSerializer.Deserialize(json, RunJson.Default.Timeline));
        return new RunDocument(
            run.Pipeline,
            run.State,
            run.StartedMs,
            summary?.ElapsedSeconds,
            summary?.Items,
            summary?.Stages is { } stages ? [.. stages.Select(s => JobStage.From(s, summary.ElapsedSeconds))] : null,
            summary?.Bottleneck,
            timeline is not null && IsWhole(timeline) ? timeline : null);
    }

    private static bool IsWhole(Timeline timeline) => timeline is { Stages: { } stages, Points: { Count: > 0 } points } && points.All(p =>
        p.Busy?.Count == stages.Count && p.Starved?.Count == stages.Count && p.Blocked?.Count == stages.Count && p.Queue?.Count == stages.Count);

    private static T? Read<T>(string? json, Func<string, T?> read)
        where T : class
    {
        try
        {
            return json is null ? null : read(json);
        }
        catch (JsonException)
        {
            // Another version wrote the JSON.
            return null;
        }
    }
}
