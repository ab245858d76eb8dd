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

/// <summary>Runs <c>mine</c> on a library: from what a user names to frames, decisions, catalog and manifest.</summary>
/// <param name="services">The library, and what runs on it share.</param>
/// <param name="options">The options.</param>
/// <param name="observer">Who is told what happens.</param>
public sealed class MineRun(RunServices services, MineOptions options, RunObserver observer) : LibraryRun(services, observer)
{
    /// <summary>The name of the pipeline, which its items have in the catalog.</summary>
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
        return stopping.IsCancellationRequested ? summary : summary.And(await vectors.ExecuteAsync(stopping, cancellationToken).ConfigureAwait(false));
    }

    private async Task<RunSummary> MineAsync(Execution execution)
    {
        var (services, observer, inputs, stopping, cancellationToken) = execution;
        var version = ToolVersion.OfAsync(services.Launcher, options.Tools.Ffmpeg, cancellationToken);
        using var windows = inputs.Windows(services.Time);
        var prober = new Prober(services.Launcher, options.Tools.Ffprobe, options.Limits);
        var early = new PrefetchedProbes();
        await using var probes = early.ConfigureAwait(false);
        if (!LibrarySession.Exists(services.Folder))
        {
            // In a library that is there already, they may well be done.
            var soonest = await windows.PeekAsync(stopping, cancellationToken).ConfigureAwait(false);
            early.Begin(prober, CatalogSource.LargestFirst(soonest).Take(Environment.ProcessorCount));
        }

        var library = await services.LibraryAsync(cancellationToken).ConfigureAwait(false);
        var detector = options.Detect is { } detect
            ? await services.DetectorAsync(detect.Model, detect.Detection, options.Models, observer.OnNote, cancellationToken).ConfigureAwait(false)
            : null;
        var stages = services.FrameStages;
        if (options.RepeatedStages is { } repeated && repeated != MineRecipe.StagesOf(stages))
        {
            throw new PipelineException(
                "stage_missing", $"Mining '{services.Folder}' again: its videos were mined with stages of a program ({repeated.ReplaceLineEndings(", ")}), which are not here. Run that program on the same inputs.");
        }

        var recipe = MineRecipe.Of(options, detector, stages, await version.ConfigureAwait(false));
        return await ItemRuns.RecordAsync(library, Pipeline, recipe, execution, run => ExecuteAsync(execution, windows, run, early, detector, stages)).ConfigureAwait(false);
    }

    private async Task<RunRecord> ExecuteAsync(
        Execution execution, InputWindows windows, ItemRun begun, PrefetchedProbes early, IDetector? detector, IReadOnlyList<FrameStageDefinition> stages)
    {
        var (services, cancellationToken, catalog) = (execution.Services, execution.Cancellation, begun.Library.Catalog);
        var run = begun with { Incomplete = await LostFrames.VideosAsync(catalog, begun.Library.Lost, cancellationToken).ConfigureAwait(false) };
        var limits = (await LibraryLimits.ReadAsync(catalog, cancellationToken).ConfigureAwait(false)).With(options);
        var decoder = new FrameDecoder(services.Launcher, options.Tools.Ffmpeg, options.Limits);
        using var fetcher = ItemRuns.FetcherOf(options, begun.Library);
        var sources = new SourceVideos(services.Launcher, options.Tools, options.Limits, begun.Library.Artifacts);
        var intake = new Intake(run, fetcher, sources, LibraryLayout.Frames, early);
        var parts = new ParallelDecoder(decoder, services.Launcher, options.Tools.Ffprobe, options.Mode == RunMode.Sequential ? new DecodeSlots(1) : services.Decodes);
        var pipeline = MinePipeline.Define(options, limits, run, intake, parts, detector is null ? null : () => new DetectStage(detector, limits.Detection), stages);
        var ended = await ItemRuns.ExecuteAsync(pipeline, execution, options, run, windows).ConfigureAwait(false);

        var videos = new AvailableVideos(catalog, sources, decoder);
        var decided = await new LibraryDecisions(services, begun.Library, videos).ApplyAsync(options, cancellationToken).ConfigureAwait(false);
        foreach (var failure in decided.Failures)
        {
            run.Ledger.Failed(failure);
        }

        foreach (var unlooked in decided.Unlooked)
        {
            run.Ledger.Note(unlooked, "kept without being looked into, since its video, the model or a stage of the program is not at hand as it was");
        }

        foreach (var remark in decided.Remarks)
        {
            run.Ledger.Note(remark.Input, remark.Text);
        }

        return ended.Record(summary => summary with { Frames = decided.Frames });
    }
}
