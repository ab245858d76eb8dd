using Reelmill.Core.Reporting;
using Reelmill.Core.Running;
using Reelmill.Pipelines.Runs;

namespace Reelmill.Pipelines.Chunk;

/// <summary>The summary of a run whose items are chunks.</summary>
internal static class ChunkSummary
{
    public static RunSummary Of(
        string run, RunReport report, ChunkContext chunks, IReadOnlyDictionary<int, ItemFailure> failures, IReadOnlyDictionary<int, int> attempts)
    {
        var input = chunks.Input.Name;
        return new RunSummary(
            run,
            report.Pipeline,
            new RunItems(report.Done + report.Failed, report.Done - chunks.Skipped, report.Failed, chunks.Skipped),
            [.. failures.OrderBy(static f => f.Key).Select(f => new RunFailure(input, chunks.ItemId, f.Value.Code, f.Value.Message, attempts.GetValueOrDefault(f.Key)))],
            [],
            Rounded.Seconds(report.Elapsed.TotalSeconds),
            [.. report.Stages.Select(RunStage.Of)],
            RunBottleneck.Of(report.Bottleneck))
        {
            Notes = chunks.Source.Damage is { } damage ? [new RunNote(input, $"the file is damaged or cut off, and its chunks have what can be read of it: {damage}")] : [],
        };
    }
}
