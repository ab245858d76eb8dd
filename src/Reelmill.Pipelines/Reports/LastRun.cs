using System.Text.Json;
using Reelmill.Library.Catalog;
using Reelmill.Pipelines.Runs;

namespace Reelmill.Pipelines.Reports;

/// <summary>The last run with what it recorded, as far as it can be read.</summary>
/// <param name="Run">The run.</param>
/// <param name="Summary">What came of it; null when it recorded nothing or another version wrote it.</param>
/// <param name="Timeline">What its stages did over time; null likewise.</param>
internal sealed record LastRun(Run Run, RunSummary? Summary, Timeline? Timeline)
{
    public static LastRun? Of(Run? run) => run is null
        ? null
        : new LastRun(
            run,
            Read(run.Summary, static json => JsonSerializer.Deserialize(json, RunJson.Default.RunSummary)),
            Read(run.Timeline, static json => JsonSerializer.Deserialize(json, RunJson.Default.Timeline)) is { } timeline && IsWhole(timeline) ? timeline : null);

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
            return null;
        }
    }
}
