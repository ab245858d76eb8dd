using System.Text.Json;
using Reelmill.Library.Catalog;
using Reelmill.Pipelines.Runs;
using Reelmill.Server.Jobs;

namespace Reelmill.Server.Reports;

/// <summary>The last run of a library with what it recorded, as far as that can be read.</summary>
/// <param name="Pipeline">The pipeline.</param>
/// <param name="State">How it stands.</param>
/// <param name="StartedMs">When it began, in Unix milliseconds.</param>
/// <param name="ElapsedSeconds">How long it took; null when it recorded nothing, as the next ones.</param>
/// <param name="Items">Its items by how they ended.</param>
/// <param name="Stages">Its stages, in order; shares and rates are those of the whole run.</param>
/// <param name="Bottleneck">What limited it; null when nothing was done, too.</param>
/// <param name="Timeline">What the stages did over time.</param>
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
    public static RunDocument? Of(Run? run)
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
            summary?.Stages is { } stages ? [.. stages.Select(s => JobStage.Of(s, summary.ElapsedSeconds))] : null,
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
            // Another version wrote it.
            return null;
        }
    }
}
