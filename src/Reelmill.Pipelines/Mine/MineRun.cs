using System.Text.Json;
using Reelmill.Core.Reporting;
using Reelmill.Core.Running;
using Reelmill.Library;
using Reelmill.Library.Artifacts.Disk;
using Reelmill.Library.Catalog;
using Reelmill.Library.Catalog.Sqlite;
using Reelmill.Library.Manifest;
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
        await catalog.RecoverAsync(cancellationToken).ConfigureAwait(false);
        await artifacts.SweepAsync(LibraryLayout.Frames, catalog.ArtifactsAsync(cancellationToken), cancellationToken).ConfigureAwait(false);
        var recipe = MineRecipe.Of(options.Sampling, options.JpegQuality, await version.ConfigureAwait(false));
        var run = await catalog.BeginRunAsync("mine", recipe.Json, cancellationToken).ConfigureAwait(false);
        try
        {
            return await ExecuteAsync(inputs, catalog, artifacts, recipe, run, stopping, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            var state = e is OperationCanceledException ? RunState.Interrupted : RunState.Failed;
            await catalog.FinishRunAsync(run, state, null, null, CancellationToken.None).ConfigureAwait(false);
            throw;
        }
    }

    private async Task<RunSummary> ExecuteAsync(
        IEnumerable<MediaInput> inputs,
        SqliteCatalog catalog,
        DiskArtifactStore artifacts,
        MineRecipe recipe,
        string run,
        CancellationToken stopping,
        CancellationToken cancellationToken)
    {
        var prober = new Prober(_launcher, options.Tools.Ffprobe, options.Limits);
        var decoder = new FrameDecoder(_launcher, options.Tools.Ffmpeg, options.Limits);
        using var fetcher = new Fetcher(options.Fetch(new FetchOptions { Folder = Path.Combine(options.Library, LibraryLayout.Videos) }), _launcher);
        var named = new CountedInputs(inputs);
        var mine = new MineContext(options, recipe, catalog, artifacts, fetcher, prober, decoder, named.DecoderThreads);
        var ledger = new RunLedger(observer.OnNote);
        var source = new MineSource(named, mine, recipe, catalog, run, ledger);
        var timeline = new TimelineRecorder();
        var report = await MinePipeline.Define(mine).RunAsync(source, RunOptions(timeline, stopping), cancellationToken).ConfigureAwait(false);

        var frames = await LibraryDecisions.DecideAsync(catalog, options.Quality, cancellationToken).ConfigureAwait(false);
        frames = await new FrameRecovery(catalog, artifacts, prober, decoder, named.DecoderThreads).RecoverAsync(frames, cancellationToken).ConfigureAwait(false);
        await LibraryDecisions.ApplyAsync(frames, catalog, artifacts, cancellationToken).ConfigureAwait(false);
        await ManifestWriter.WriteAsync(catalog, Path.Combine(options.Library, LibraryLayout.Manifest), cancellationToken).ConfigureAwait(false);

        var summary = Summary(run, report, ledger, frames.Select(static f => f.After));
        await catalog.FinishRunAsync(
            run,
            report.Stopped ? RunState.Interrupted : RunState.Done,
            JsonSerializer.Serialize(summary, RunJson.Default.RunSummary),
            JsonSerializer.Serialize(timeline.Finish(report), RunJson.Default.Timeline),
            cancellationToken).ConfigureAwait(false);
        return summary;
    }

    private static RunSummary Summary(string run, RunReport report, RunLedger ledger, IEnumerable<FrameRecord> frames)
    {
        long sampled = 0, kept = 0, duplicates = 0;
        foreach (var frame in frames)
        {
            sampled++;
            kept += frame.Kept ? 1 : 0;
            duplicates += frame.Twin is null ? 0 : 1;
        }

        var skips = ledger.Skips;
        return new RunSummary(
            run,
            report.Pipeline,
            new RunItems(report.Done + report.Failed + skips.Count, report.Done, report.Failed, skips.Count),
            ledger.Failures,
            skips,
            new RunFrames(sampled, kept, sampled - kept, duplicates),
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
