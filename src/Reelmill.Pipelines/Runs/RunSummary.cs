using System.Text.Json.Serialization;
using Reelmill.Core.Reporting;

namespace Reelmill.Pipelines.Runs;

/// <summary>What a run did, as <c>--json</c> prints it. The names are stable and the same for every pipeline.</summary>
/// <param name="Run">The run's id.</param>
/// <param name="Pipeline">The pipeline.</param>
/// <param name="Items">Items by how they ended.</param>
/// <param name="Failures">The items that failed, by input.</param>
/// <param name="Skips">The inputs that needed no work, by input.</param>
/// <param name="ElapsedSeconds">How long it took.</param>
/// <param name="Stages">What each stage did, in order.</param>
/// <param name="Bottleneck">What limited the run; null when nothing was done.</param>
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
    /// <summary>What a person should know of inputs that did not fail, by input: that a stream is damaged, what was assumed of it, why it was made again.</summary>
    public IReadOnlyList<RunNote> Notes { get; init; } = [];

    /// <summary>Frames of the library by what was decided; null for a pipeline that samples none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public RunFrames? Frames { get; init; }

    /// <summary>The streams or chunks of all inputs that were named, by input; null for a pipeline that makes none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<RunOutput>? Outputs { get; init; }

    /// <summary>The collection that the vectors went to; null for a pipeline that makes none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public RunCollection? Collection { get; init; }

    /// <summary>With the vectors that another run made of what this one did: its failures, its collection, and its stages that have names of their own.</summary>
    internal RunSummary And(RunSummary index) => this with
    {
        Failures = [.. Failures, .. index.Failures],
        Notes = [.. Notes, .. index.Notes.Except(Notes)],
        ElapsedSeconds = Rounded.Seconds(ElapsedSeconds + index.ElapsedSeconds),
        Stages = [.. Stages, .. index.Stages.Where(s => Stages.All(known => known.Name != s.Name))],
        Collection = index.Collection,
    };

    internal static RunSummary Of(string run, RunReport report, RunLedger ledger)
    {
        var skips = ledger.Skips;
        IEnumerable<RunNote> thrown = (report.ListenerError ?? ledger.ListenerError) is { } error
            ? [new RunNote(report.Pipeline, $"a listener threw {error.GetType().Name}: {error.Message} The run went on; further errors of listeners are not told")]
            : [];
        return new RunSummary(
            run,
            report.Pipeline,
            new RunItems(report.Done - ledger.Left + ledger.DoneBefore + report.Failed + skips.Count, report.Done - ledger.Left - ledger.Undone + ledger.DoneBefore, report.Failed + ledger.Undone, skips.Count),
            ledger.Failures,
            skips,
            Rounded.Seconds(report.Elapsed.TotalSeconds),
            [.. report.Stages.Select(RunStage.Of)],
            RunBottleneck.Of(report.Bottleneck))
        {
            Notes = [.. ledger.Notes, .. thrown],
        };
    }
}

/// <summary>Items by how they ended.</summary>
/// <param name="Total">All that were named.</param>
/// <param name="Done">Done in this run.</param>
/// <param name="Failed">Failed in this run.</param>
/// <param name="Skipped">Done before, or the same content as another.</param>
public sealed record RunItems(long Total, long Done, long Failed, long Skipped);

/// <summary>An item that failed.</summary>
/// <param name="Input">The file or URL, without secrets.</param>
/// <param name="Id">The item's id.</param>
/// <param name="Code">The stable name of the failure.</param>
/// <param name="Message">What happened and what to do.</param>
/// <param name="Attempts">How often it was tried, over all runs.</param>
public sealed record RunFailure(string Input, string Id, string Code, string Message, int Attempts);

/// <summary>An input that needed no work.</summary>
/// <param name="Input">The file or URL, without secrets.</param>
/// <param name="Why">Why.</param>
public sealed record RunSkip(string Input, string Why);

/// <summary>A remark on an input.</summary>
/// <param name="Input">The file or URL, without secrets.</param>
/// <param name="Text">What there is to know.</param>
public sealed record RunNote(string Input, string Text);

/// <summary>Frames of the library by what was decided.</summary>
/// <param name="Sampled">All sampled frames.</param>
/// <param name="Kept">Those that were kept.</param>
/// <param name="Dropped">Those that were dropped, duplicates included.</param>
/// <param name="Duplicates">Those that were dropped as duplicates.</param>
public sealed record RunFrames(long Sampled, long Kept, long Dropped, long Duplicates);

/// <summary>A collection of vectors.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Dimension">The numbers of each vector.</param>
/// <param name="Count">How many vectors it holds after the run.</param>
public sealed record RunCollection(string Name, int Dimension, long Count);

/// <summary>What a stage did.</summary>
/// <param name="Name">The stage.</param>
/// <param name="Workers">How many values it handles at once.</param>
/// <param name="In">Values taken.</param>
/// <param name="Out">Values given.</param>
/// <param name="Dropped">Values dropped.</param>
/// <param name="Failed">Values given up.</param>
/// <param name="Retried">Attempts repeated.</param>
/// <param name="BusySeconds">Time of all workers at work.</param>
/// <param name="StarvedSeconds">Time of all workers waiting for input.</param>
/// <param name="BlockedSeconds">Time of all workers waiting for room in the next queue.</param>
/// <param name="QueueMax">The most values seen waiting.</param>
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
    internal static RunStage Of(StageReport stage) => new(
        stage.Name, stage.Workers, stage.In, stage.Out, stage.Dropped, stage.Failed, stage.Retried,
        Rounded.Seconds(stage.Times.Busy), Rounded.Seconds(stage.Times.Starved), Rounded.Seconds(stage.Times.Blocked), stage.QueueMax);
}

/// <summary>What limited a run.</summary>
/// <param name="Stage">The stage.</param>
/// <param name="BusyShare">The share of its workers' time that it was busy, 0 to 1.</param>
/// <param name="Advice">What would help.</param>
public sealed record RunBottleneck(string Stage, double BusyShare, string Advice)
{
    internal static RunBottleneck? Of(Bottleneck? bottleneck) =>
        bottleneck is null ? null : new(bottleneck.Stage, Rounded.Seconds(bottleneck.BusyShare), bottleneck.Advice);
}

/// <summary>Numbers for people: milliseconds are as exact as a timing on a shared machine gets.</summary>
internal static class Rounded
{
    public static double Seconds(double value) => Math.Round(value, 3);
}
