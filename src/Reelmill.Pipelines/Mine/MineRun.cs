using System.Text.Json;
using Reelmill.Core.Reporting;
using Reelmill.Core.Running;
using Reelmill.Library;
using Reelmill.Library.Artifacts.Disk;
using Reelmill.Library.Catalog;
using Reelmill.Library.Catalog.Sqlite;
using Reelmill.Media.Fetching;
using Reelmill.Media.Frames;
using Reelmill.Media.Probing;
using Reelmill.Media.Processes;
using Reelmill.Pipelines.Runs;

namespace Reelmill.Pipelines.Mine;

/// <summary>Runs <c>mine</c> on a library: from what a user names to frames, decisions, catalog and manifest.</summary>
/// <param name="options">The options.</param>
/// <param name="observer">Who is told what happens.</param>
public sealed class MineRun(MineOptions options, RunObserver observer)
{
    private readonly ProcessLauncher _launcher = new();

    /// <summary>Mines what is not done yet, then decides across the whole library and writes its manifest.</summary>
    /// <param name="inputs">The inputs; enumerated lazily.</param>
    /// <param name="stopping">Stops gracefully: what is in flight is finished, the rest is left for the next run.</param>
    /// <param name="cancellationToken">Cancels: what is in flight is left for the next run.</param>
    /// <returns>What the run did; failed items are in it as data.</returns>
    /// <exception cref="LibraryException">The library cannot be used.</exception>
    /// <exception cref="OperationCanceledException">The run was cancelled.</exception>
    public async Task<RunSummary> ExecuteAsync(IEnumerable<MediaInput> inputs, CancellationToken stopping, CancellationToken cancellationToken)
    {
        options.Validate();
        var version = ToolVersion.OfAsync(_launcher, options.Tools.Ffmpeg, cancellationToken);
        var catalog = SqliteCatalog.Open(options.Library);
        await using var _ = catalog.ConfigureAwait(false);
        using var artifacts = new DiskArtifactStore(options.Library);
        var lost = await LibraryUpkeep.RecoverAsync(catalog, artifacts, cancellationToken).ConfigureAwait(false);
        var limits = options.Quality(await QualityMemory.ReadAsync(catalog, cancellationToken).ConfigureAwait(false));
        var recipe = MineRecipe.Of(options.Sampling, options.JpegQuality, await version.ConfigureAwait(false));
        var run = await catalog.BeginRunAsync("mine", recipe.Json, cancellationToken).ConfigureAwait(false);
        try
        {
            var services = new MineServices(
                catalog, artifacts, recipe, limits, lost, await LibraryUpkeep.IncompleteAsync(catalog, lost, cancellationToken).ConfigureAwait(false), run);
            return await ExecuteAsync(inputs, services, stopping, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            var state = e is OperationCanceledException ? RunState.Interrupted : RunState.Failed;
            await catalog.FinishRunAsync(run, state, null, null, CancellationToken.None).ConfigureAwait(false);
            throw;
        }
    }

    private async Task<RunSummary> ExecuteAsync(
        IEnumerable<MediaInput> inputs, MineServices services, CancellationToken stopping, CancellationToken cancellationToken)
    {
        var prober = new Prober(_launcher, options.Tools.Ffprobe, options.Limits);
        var decoder = new FrameDecoder(_launcher, options.Tools.Ffmpeg, options.Limits);
        using var fetcher = new Fetcher(options.Fetch(new FetchOptions { Folder = Path.Combine(options.Library, LibraryLayout.Videos) }));
        fetcher.Sweep();
        var counted = new CountedInputs(inputs);
        var ledger = new RunLedger(observer.OnNote);
        var mine = new MineContext(options, services, fetcher, prober, decoder, counted.DecoderThreads, ledger);
        var timeline = new TimelineRecorder();
        var report = await MinePipeline.Define(mine)
            .RunAsync(new MineSource(counted, mine, services, ledger), RunOptions(timeline, stopping), cancellationToken).ConfigureAwait(false);

        var recovery = new FrameRecovery(services.Catalog, services.Artifacts, prober, decoder, counted.DecoderThreads);
        var decided = await new LibraryDecisions(services.Catalog, services.Artifacts, recovery)
            .ApplyAsync(services.Limits, services.Lost, cancellationToken).ConfigureAwait(false);
        foreach (var missing in decided.Missing)
        {
            ledger.Note($"kept without a file, since its video is not at hand: {missing}");
        }

        var summary = Summary(services.Run, report, ledger, decided.Frames);
        await services.Catalog.FinishRunAsync(
            services.Run,
            report.Stopped ? RunState.Interrupted : RunState.Done,
            JsonSerializer.Serialize(summary, RunJson.Default.RunSummary),
            JsonSerializer.Serialize(timeline.Finish(report), RunJson.Default.Timeline),
            cancellationToken).ConfigureAwait(false);
        return summary;
    }

    private static RunSummary Summary(string run, RunReport report, RunLedger ledger, RunFrames frames)
    {
        var skips = ledger.Skips;
        return new RunSummary(
            run,
            report.Pipeline,
            new RunItems(report.Done + report.Failed + skips.Count, report.Done, report.Failed, skips.Count),
            ledger.Failures,
            skips,
            frames,
            Rounded.Seconds(report.Elapsed.TotalSeconds),
            [.. report.Stages.Select(RunStage.Of)],
            RunBottleneck.Of(report.Bottleneck));
    }

    private RunOptions<MineItem> RunOptions(TimelineRecorder timeline, CancellationToken stopping) => new()
    {
        Mode = options.Mode,
        Stages = options.Stages,
        Stopping = stopping,
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
