using Reelmill.Core;
using Reelmill.Core.Running;
using Reelmill.Library;
using Reelmill.Media.Frames;
using Reelmill.Media.Frames.Parts;
using Reelmill.Media.Probing;
using Reelmill.Pipelines.FrameStages;
using Reelmill.Pipelines.Index;
using Reelmill.Pipelines.Items;
using Reelmill.Pipelines.Runs;
using Reelmill.Pipelines.Services;
using Reelmill.Vision.Detection;

namespace Reelmill.Pipelines.Mine;

/// <summary>Runs <c>mine</c> on a library: samples the inputs, decides on the frames, and updates catalog and manifest.</summary>
/// <param name="services">The library and the services that its runs share.</param>
/// <param name="options">The options.</param>
/// <param name="observer">Receives the events of the run.</param>
public sealed class MineRun(RunServices services, MineOptions options, RunObserver observer) : LibraryRun(services, observer)
{
    /// <summary>The name of the pipeline, also in the catalog.</summary>
    internal const string Pipeline = "mine";

    private protected override async Task<RunSummary> ExecuteAsync(Execution execution)
    {
        options.Validate();
        if (!options.Embed)
        {
            return await MineAsync(execution).ConfigureAwait(false);
        }

        var (services, observer, _, stopping, cancellationToken) = execution;
        var vectors = new FrameIndex(services, options.IndexOptions, observer);
        await vectors.PrepareAsync(cancellationToken).ConfigureAwait(false);
        var summary = await MineAsync(execution).ConfigureAwait(false);
        return stopping.IsCancellationRequested ? summary : summary.WithIndex(await vectors.ExecuteAsync(stopping, cancellationToken).ConfigureAwait(false));
    }

    private async Task<RunSummary> MineAsync(Execution execution)
    {
        var (services, observer, inputs, stopping, cancellationToken) = execution;
        var version = ToolVersion.ReadAsync(services.Launcher, options.Tools.Ffmpeg, cancellationToken);
        using var windows = inputs.CreateWindows(services.Time);
        var prober = new Prober(services.Launcher, options.Tools.Ffprobe, options.Limits);
        var prefetched = new PrefetchedProbes();
        await using var probes = prefetched.ConfigureAwait(false);
        if (!LibrarySession.Exists(services.Folder))
        {
            // Only for a new library: in an existing one, the first inputs may be done already.
            var firstWindow = await windows.PeekAsync(stopping, cancellationToken).ConfigureAwait(false);
            prefetched.Start(prober, CatalogSource.LargestFirst(firstWindow).Take(Environment.ProcessorCount));
        }

        var library = await services.LibraryAsync(cancellationToken).ConfigureAwait(false);
        var detector = options.Detect is { } detect
            ? await services.DetectorAsync(detect.Model, detect.Detection, options.Models, observer.OnNote, cancellationToken).ConfigureAwait(false)
            : null;
        var stages = services.FrameStages;
        if (options.RepeatedStages is { } repeated && repeated != MineRecipe.FormatAllStages(stages))
        {
            throw new PipelineException(
                "stage_missing", $"Retrying '{services.Folder}': its videos were mined with the custom stages of a program ({repeated.ReplaceLineEndings(", ")}), which are not available here. Run that program on the same inputs.");
        }

        var recipe = MineRecipe.Create(options, detector, stages, await version.ConfigureAwait(false));
        return await ItemRuns.RecordAsync(library, Pipeline, recipe, execution, run => ExecuteAsync(execution, windows, run, prefetched, detector, stages)).ConfigureAwait(false);
    }

    private async Task<RunRecord> ExecuteAsync(
        Execution execution, InputWindows windows, ItemRun started, PrefetchedProbes prefetched, IDetector? detector, IReadOnlyList<FrameStageDefinition> stages)
    {
        var (services, cancellationToken, catalog) = (execution.Services, execution.Cancellation, started.Library.Catalog);
        var run = started with { Incomplete = await LostFrames.VideosAsync(catalog, started.Library.Lost, cancellationToken).ConfigureAwait(false) };
        var limits = (await LibraryLimits.ReadAsync(catalog, cancellationToken).ConfigureAwait(false)).With(options);
        var decoder = new FrameDecoder(services.Launcher, options.Tools.Ffmpeg, options.Limits);
        using var fetcher = ItemRuns.CreateFetcher(options, started.Library);
        var sources = new SourceVideos(services.Launcher, options.Tools, options.Limits, started.Library.Artifacts);
        var intake = new Intake(run, fetcher, sources, LibraryLayout.Frames, prefetched);
        var partedDecoder = new ParallelDecoder(decoder, services.Launcher, options.Tools.Ffprobe, options.Mode == RunMode.Sequential ? new DecodeSlots(1) : services.Decodes);
        var pipeline = MinePipeline.Define(options, limits, run, intake, partedDecoder, detector is null ? null : () => new DetectStage(detector, limits.Detection), stages);
        var ended = await ItemRuns.ExecuteAsync(pipeline, execution, options, run, windows).ConfigureAwait(false);

        var videos = new AvailableVideos(catalog, sources, decoder);
        var decided = await new LibraryDecisions(services, started.Library, videos).ApplyAsync(options, cancellationToken).ConfigureAwait(false);
        foreach (var failure in decided.Failures)
        {
            run.Ledger.Failed(failure);
        }

        foreach (var frame in decided.Unlooked)
        {
            run.Ledger.Note(frame, "kept without being analyzed: its video, the detector or a custom stage is unavailable or has changed");
        }

        foreach (var note in decided.Remarks)
        {
            run.Ledger.Note(note.Input, note.Text);
        }

        return ended.Record(summary => summary with { Frames = decided.Frames });
    }
}
