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

/// <summary>Executes the stages of a run, and records its start, end and summary in the catalog.</summary>
internal static class ItemRuns
{
    /// <summary>Begins a run, does its work, and records how it ended, even when it was canceled or failed.</summary>
    /// <param name="library">The library.</param>
    /// <param name="pipeline">The pipeline's name.</param>
    /// <param name="recipe">The options and tool versions that determine the output bytes.</param>
    /// <param name="execution">The execution.</param>
    /// <param name="work">The work; returns the run's summary and timeline, and whether the run was stopped.</param>
    /// <param name="otherOptions">Options that do not affect the output bytes, but that a retry needs.</param>
    public static async Task<RunSummary> RecordAsync(
        LibrarySession library,
        string pipeline,
        Recipe recipe,
        Execution execution,
        Func<ItemRun, Task<RunRecord>> work,
        IReadOnlyDictionary<string, string>? otherOptions = null)
    {
        var options = otherOptions is null ? recipe : recipe.With(otherOptions);
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

    /// <summary>Creates a fetcher that downloads to the library's folder. The journal records each download by name before it begins.</summary>
    /// <param name="options">The run's options.</param>
    /// <param name="library">The library.</param>
    public static Fetcher CreateFetcher(PipelineOptions options, LibrarySession library) => new(Path.Combine(library.Folder, LibraryLayout.Videos), options.Fetch)
    {
        Announce = (name, token) => library.Journal.AddAsync([$"{LibraryLayout.Videos}/{name}"], token),
    };

    /// <summary>Returns the run, set to redo items that lost a file of one artifact kind.</summary>
    /// <param name="run">The run.</param>
    /// <param name="kind">The kind of artifact.</param>
    public static ItemRun WithLostFiles(ItemRun run, string kind)
    {
        HashSet<string> lost = [.. run.Library.Lost.Where(path => path.StartsWith($"{kind}/", StringComparison.Ordinal)).Select(static path => path.Split('/')[1])];
        return run with { Incomplete = lost, IsComplete = (item, _) => ValueTask.FromResult(!lost.Contains(item.Video!)) };
    }

    /// <summary>Runs the stages on the items that are not done.</summary>
    /// <param name="pipeline">The stages.</param>
    /// <param name="execution">The execution.</param>
    /// <param name="options">The run's options.</param>
    /// <param name="run">The run.</param>
    /// <param name="windows">The inputs, in windows.</param>
    public static async Task<EndedStages> ExecuteAsync<TResult>(Pipeline<PipelineItem, TResult> pipeline, Execution execution, PipelineOptions options, ItemRun run, InputWindows windows)
    {
        var timeline = new TimelineRecorder();
        var runOptions = new RunOptions<PipelineItem>
        {
            Mode = options.Mode,
            Stages = options.Stages,
            Stopping = execution.Stopping,
            Budgets = execution.Services.Shares,
            IdSelector = static item => item.Input.Display,
            Events = new TimelineEvents(timeline, execution.Observer.Events),
        };
        var report = await pipeline.RunAsync(new CatalogSource(windows, run), runOptions, execution.Cancellation).ConfigureAwait(false);
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

/// <summary>The record of a finished run in the catalog.</summary>
internal sealed record RunRecord(RunSummary Summary, Timeline Timeline, bool Stopped);

/// <summary>The outcome of a run's stages. The pipeline may still add failures and notes before the run is recorded.</summary>
internal sealed record EndedStages(ItemRun Run, RunReport Report, Timeline Timeline)
{
    /// <summary>Creates the record of the run for the catalog.</summary>
    /// <param name="complete">Adds the parts of the summary that only the pipeline knows.</param>
    public RunRecord Record(Func<RunSummary, RunSummary> complete) =>
        new(complete(RunSummary.Create(Run.Id, Report, Run.Ledger)), Timeline, Report.Stopped || Run.Ledger.Deferred > 0);
}
