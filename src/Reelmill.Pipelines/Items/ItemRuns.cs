using System.Text.Json;
using Reelmill.Core;
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
    /// <param name="observer">Who is told remarks.</param>
    /// <param name="work">The work; gives what the run did and whether it was asked to stop.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <param name="others">Options that decide no bytes, and that a retry needs all the same.</param>
    public static async Task<RunSummary> RecordAsync(
        LibrarySession library,
        string pipeline,
        Recipe recipe,
        RunObserver observer,
        Func<ItemRun, Task<RunRecord>> work,
        CancellationToken cancellationToken,
        IReadOnlyDictionary<string, string>? others = null)
    {
        var options = others is null ? recipe : recipe.With(others);
        var run = await library.Catalog.BeginRunAsync(pipeline, options.Json, cancellationToken).ConfigureAwait(false);
        try
        {
            var (summary, timeline, stopped) = await work(new ItemRun(pipeline, library, recipe, run, new RunLedger(observer))).ConfigureAwait(false);
            await library.Catalog.FinishRunAsync(
                run,
                stopped ? RunState.Interrupted : RunState.Done,
                JsonSerializer.Serialize(summary with { Outputs = null }, RunJson.Default.RunSummary),
                JsonSerializer.Serialize(timeline, RunJson.Default.Timeline),
                cancellationToken).ConfigureAwait(false);
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

    /// <summary>How the engine runs the items: by the options, with the timeline and the observer listening.</summary>
    public static RunOptions<PipelineItem> OptionsOf(
        RunServices services, PipelineOptions options, TimelineRecorder timeline, RunObserver observer, CancellationToken stopping) => new()
        {
            Mode = options.Mode,
            Stages = options.Stages,
            Stopping = stopping,
            Budgets = services.Shares,
            IdOf = static item => item.Input.Display,
            Events = new TimelineEvents(timeline, observer.Events),
        };

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
