using System.Text.Json.Serialization;
using Reelmill.Core.Reporting;

namespace Reelmill.Pipelines.Runs;

/// <summary>The summary of a run, as <c>--json</c> prints it. The property names are stable and the same for every pipeline.</summary>
/// <param name="Run">The run's id.</param>
/// <param name="Pipeline">The pipeline.</param>
/// <param name="Items">The number of items by outcome.</param>
/// <param name="Failures">The items that failed, by input.</param>
/// <param name="Skips">The inputs that needed no work, by input.</param>
/// <param name="ElapsedSeconds">The duration of the run, in seconds.</param>
/// <param name="Stages">The work of each stage, in order.</param>
/// <param name="Bottleneck">The stage that limited the run; null when nothing was done.</param>
public sealed record RunSummary(
    string Run,
    string Pipeline,
    RunItems Items,
    IReadOnlyList<RunFailure> Failures,
    IReadOnlyList<RunSkip> Skips,
    [property: JsonPropertyOrder(1)] double ElapsedSeconds,
    [property: JsonPropertyOrder(1)] IReadOnlyList<RunStage> Stages,
    [property: JsonPropertyOrder(1)] RunBottleneck? Bottleneck)
{
    /// <summary>Notes for the user on inputs that did not fail, by input: a damaged stream, an assumption, the reason for redoing an item.</summary>
    public IReadOnlyList<RunNote> Notes { get; init; } = [];

    /// <summary>The number of the library's frames by decision; null for a pipeline that samples no frames.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public RunFrames? Frames { get; init; }

    /// <summary>The streams or chunks of all named inputs, by input; null for a pipeline that produces none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<RunOutput>? Outputs { get; init; }

    /// <summary>The collection that the vectors were written to; null for a pipeline that produces no vectors.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public RunCollection? Collection { get; init; }

    /// <summary>Merges the summary of the run that indexed this run's frames: its failures, notes, collection, and the stages whose names this run lacks.</summary>
    internal RunSummary WithIndex(RunSummary index) => this with
    {
        Failures = [.. Failures, .. index.Failures],
        Notes = [.. Notes, .. index.Notes.Except(Notes)],
        ElapsedSeconds = Rounded.Seconds(ElapsedSeconds + index.ElapsedSeconds),
        Stages = [.. Stages, .. index.Stages.Where(s => Stages.All(known => known.Name != s.Name))],
        Collection = index.Collection,
    };

    internal static RunSummary Create(string run, RunReport report, RunLedger ledger)
    {
        var skips = ledger.Skips;
        IEnumerable<RunNote> thrown = (report.ListenerError ?? ledger.ListenerError) is { } error
            ? [new RunNote(report.Pipeline, $"a listener threw {error.GetType().Name}: {error.Message} The run continued; further listener errors are not reported")]
            : [];
        return new RunSummary(
            run,
            report.Pipeline,
            new RunItems(report.Done - ledger.Deferred + ledger.DoneBefore + report.Failed + skips.Count, report.Done - ledger.Deferred - ledger.Undone + ledger.DoneBefore, report.Failed + ledger.Undone, skips.Count),
            ledger.Failures,
            skips,
            Rounded.Seconds(report.Elapsed.TotalSeconds),
            [.. report.Stages.Select(RunStage.From)],
            RunBottleneck.From(report.Bottleneck))
        {
            Notes = [.. ledger.Notes, .. thrown],
        };
    }
}

/// <summary>The number of items by outcome.</summary>
/// <param name="Total">All named items.</param>
/// <param name="Done">Done in this run.</param>
/// <param name="Failed">Failed in this run.</param>
/// <param name="Skipped">Done before, or with the same content as another item.</param>
public sealed record RunItems(long Total, long Done, long Failed, long Skipped);

/// <summary>An item that failed.</summary>
/// <param name="Input">The file or URL, without secrets.</param>
/// <param name="Id">The item's id.</param>
/// <param name="Code">The error code, which is stable.</param>
/// <param name="Message">What failed, why, and what to do.</param>
/// <param name="Attempts">The number of attempts, over all runs.</param>
public sealed record RunFailure(string Input, string Id, string Code, string Message, int Attempts);

/// <summary>An input that needed no work.</summary>
/// <param name="Input">The file or URL, without secrets.</param>
/// <param name="Why">The reason.</param>
public sealed record RunSkip(string Input, string Why);

/// <summary>A note on an input.</summary>
/// <param name="Input">The file or URL, without secrets.</param>
/// <param name="Text">The note.</param>
public sealed record RunNote(string Input, string Text);

/// <summary>The number of the library's frames by decision.</summary>
/// <param name="Sampled">All sampled frames.</param>
/// <param name="Kept">Kept frames.</param>
/// <param name="Dropped">Dropped frames, duplicates included.</param>
/// <param name="Duplicates">Frames dropped as duplicates.</param>
public sealed record RunFrames(long Sampled, long Kept, long Dropped, long Duplicates);

/// <summary>A collection of vectors.</summary>
/// <param name="Name">The name of the collection.</param>
/// <param name="Dimension">The number of components of each vector.</param>
/// <param name="Count">The number of vectors in the collection after the run.</param>
public sealed record RunCollection(string Name, int Dimension, long Count);

/// <summary>The work of a stage.</summary>
/// <param name="Name">The stage.</param>
/// <param name="Workers">The number of values that the stage processes concurrently.</param>
/// <param name="In">Values taken.</param>
/// <param name="Out">Values emitted.</param>
/// <param name="Dropped">Values dropped.</param>
/// <param name="Failed">Values that failed.</param>
/// <param name="Retried">Attempts that were retried.</param>
/// <param name="BusySeconds">The time that all workers spent working, in seconds.</param>
/// <param name="StarvedSeconds">The time that all workers spent waiting for input, in seconds.</param>
/// <param name="BlockedSeconds">The time that all workers spent waiting for room in the next queue, in seconds.</param>
/// <param name="QueueMax">The longest observed queue, in values.</param>
public sealed record RunStage(
    string Name,
    int Workers,
    long In,
    long Out,
    long Dropped,
    long Failed,
    long Retried,
    double BusySeconds,
    double StarvedSeconds,
    double BlockedSeconds,
    int QueueMax)
{
    internal static RunStage From(StageReport stage) => new(
        stage.Name, stage.Workers, stage.In, stage.Out, stage.Dropped, stage.Failed, stage.Retried,
        Rounded.Seconds(stage.Times.Busy), Rounded.Seconds(stage.Times.Starved), Rounded.Seconds(stage.Times.Blocked), stage.QueueMax);
}

/// <summary>The stage that limited a run.</summary>
/// <param name="Stage">The stage.</param>
/// <param name="BusyShare">The share of the stage's worker time that was busy, 0 to 1.</param>
/// <param name="Advice">How to speed up the stage.</param>
public sealed record RunBottleneck(string Stage, double BusyShare, string Advice)
{
    internal static RunBottleneck? From(Bottleneck? bottleneck) =>
        bottleneck is null ? null : new(bottleneck.Stage, Rounded.Seconds(bottleneck.BusyShare), bottleneck.Advice);
}

/// <summary>Rounds numbers for display. Timings on a shared machine are no more precise than milliseconds.</summary>
internal static class Rounded
{
    public static double Seconds(double value) => Math.Round(value, 3);
}
