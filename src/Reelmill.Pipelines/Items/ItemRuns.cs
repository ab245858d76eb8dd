using System.Text.Json;
using Reelmill.Core;
using Reelmill.Core.Pipelines;
using Reelmill.Core.Reporting;
using Reelmill.Core.Running;
using Reelmill.Library;
using Reelmill.Library.Catalog;
using Reelmill.Media.Fetching;
using Reelmill.Pipelines.Runs;
using Reelmill.Pipelines.Services;

namespace Reelmill.Pipelines.Items;

/// <summary>What every run of a pipeline does around its stages: the catalog knows when it began, how it ended and what it did.</summary>
internal static class ItemRuns
{
    /// <summary>Begins a run, does its work, and writes down how it ended, also when it was cancelled or failed.</summary>
    /// <param name="library">The library.</param>
    /// <param name="pipeline">The pipeline's name.</param>
    /// <param name="recipe">What decides the bytes.</param>
    /// <param name="execution">The execution.</param>
    /// <param name="work">The work; gives what the run did and whether it was asked to stop.</param>
    /// <param name="others">Options that decide no bytes, and that a retry needs all the same.</param>
    public static async Task<RunSummary> RecordAsync(
        LibrarySession library,
        string pipeline,
        Recipe recipe,
        Execution execution,
        Func<ItemRun, Task<RunRecord>> work,
        IReadOnlyDictionary<string, string>? others = null)
    {
        var options = others is null ? recipe : recipe.With(others);
        var run = await library.Catalog.BeginRunAsync(pipeline, options.Json, execution.Cancellation).ConfigureAwait(false);
        try
        {
            var (summary, timeline, stopped) = await work(new ItemRun(pipeline, library, recipe, run, new RunLedger(execution.Observer))).ConfigureAwait(false);
            await library.Catalog.FinishRunAsync(
                run,
                stopped ? RunState.Interrupted : RunState.Done,
                JsonSerializer.Serialize(summary with { Outputs = null }, RunJson.Default.RunSummary),
                JsonSerializer.Serialize(timeline, RunJson.Default.Timeline),
                execution.Cancellation).ConfigureAwait(false);
            return summary;
        }
        catch (Exception e)
        {
            var state = e is OperationCanceledException ? RunState.Interrupted : RunState.Failed;
            await CleanUp.QuietlyAsync(() => new ValueTask(library.Catalog.FinishRunAsync(run, state, null, null, CancellationToken.None))).ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Downloads to the library's folder, where the journal knows each download by name before it begins.</summary>
    /// <param name="options">The run's options.</param>
    /// <param name="library">The library.</param>
    public static Fetcher FetcherOf(PipelineOptions options, LibrarySession library) => new(Path.Combine(library.Folder, LibraryLayout.Videos), options.Fetch)
    {
        Announce = (name, token) => library.Journal.AddAsync([$"{LibraryLayout.Videos}/{name}"], token),
    };

    /// <summary>The same run, which does again what has lost a file of some kind.</summary>
    /// <param name="run">The run.</param>
    /// <param name="kind">The kind of artifact.</param>
    public static ItemRun FindLostFiles(ItemRun run, string kind)
    {
        HashSet<string> lost = [.. run.Library.Lost.Where(path => path.StartsWith($"{kind}/", StringComparison.Ordinal)).Select(static path => path.Split('/')[1])];
        return run with { Incomplete = lost, IsWhole = (item, _) => ValueTask.FromResult(!lost.Contains(item.Video!)) };
    }

    /// <summary>Runs the stages on the items of an execution that are not done.</summary>
    /// <param name="pipeline">The stages.</param>
    /// <param name="execution">The execution.</param>
    /// <param name="options">The run's options.</param>
    /// <param name="run">The run.</param>
    /// <param name="windows">The inputs.</param>
    public static async Task<EndedStages> ExecuteAsync<TResult>(Pipeline<PipelineItem, TResult> pipeline, Execution execution, PipelineOptions options, ItemRun run, InputWindows windows)
    {
        var timeline = new TimelineRecorder();
        var how = new RunOptions<PipelineItem>
        {
            Mode = options.Mode,
            Stages = options.Stages,
            Stopping = execution.Stopping,
            Budgets = execution.Services.Shares,
            IdSelector = static item => item.Input.Display,
            Events = new TimelineEvents(timeline, execution.Observer.Events),
        };
        var report = await pipeline.RunAsync(new CatalogSource(windows, run), how, execution.Cancellation).ConfigureAwait(false);
        return new EndedStages(run, report, timeline.Finish(report));
    }

    private sealed class TimelineEvents(TimelineRecorder timeline, IProgress<RunEvent>? next) : IProgress<RunEvent>
    {
        public void Report(RunEvent value)
        {
            if (value is RunProgress progress)
            {
                timeline.Add(progress.Report);
            }

            next?.Report(value);
        }
    }
}

/// <summary>What a run leaves in the catalog.</summary>
internal sealed record RunRecord(RunSummary Summary, Timeline Timeline, bool Stopped);

/// <summary>The stages of a run have ended; what comes after them may still be told of its items.</summary>
internal sealed record EndedStages(ItemRun Run, RunReport Report, Timeline Timeline)
{
    /// <summary>What the run leaves in the catalog.</summary>
    /// <param name="more">Adds to its summary what the pipeline alone knows.</param>
    public RunRecord Record(Func<RunSummary, RunSummary> more) =>
        new(more(RunSummary.Of(Run.Id, Report, Run.Ledger)), Timeline, Report.Stopped || Run.Ledger.Left > 0);
}
