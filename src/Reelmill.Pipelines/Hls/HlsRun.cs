using System.Text.Json;
using Reelmill.Core.Reporting;
using Reelmill.Core.Running;
using Reelmill.Library;
using Reelmill.Library.Catalog;
using Reelmill.Library.Publishing;
using Reelmill.Media.Fetching;
using Reelmill.Media.Frames;
using Reelmill.Media.Hls.Encoders;
using Reelmill.Media.Hls.Packaging;
using Reelmill.Pipelines.Items;
using Reelmill.Pipelines.Runs;
using Reelmill.Pipelines.Services;

namespace Reelmill.Pipelines.Hls;

/// <summary>Runs <c>hls</c> on a library.</summary>
/// <param name="services">The library and the services that its runs share.</param>
/// <param name="options">The options.</param>
/// <param name="observer">Receives the events of the run.</param>
public sealed class HlsRun(RunServices services, HlsOptions options, RunObserver observer) : LibraryRun(services, observer)
{
    /// <summary>The name of the pipeline in the catalog.</summary>
    internal const string Pipeline = "hls";

    private protected override async Task<RunSummary> ExecuteAsync(Execution execution)
    {
        options.Validate();
        var version = ToolVersion.ReadAsync(execution.Services.Launcher, options.Tools.Ffmpeg, execution.Cancellation);
        var library = await execution.Services.LibraryAsync(execution.Cancellation).ConfigureAwait(false);
        var recipe = HlsRecipe.Create(options, await version.ConfigureAwait(false));
        return await ItemRuns.RecordAsync(library, Pipeline, recipe, execution, run => ExecuteAsync(execution, run), HlsRecipe.GetPublishTarget(options)).ConfigureAwait(false);
    }

    private async Task<RunRecord> ExecuteAsync(Execution execution, ItemRun recorded)
    {
        var (services, _, inputs, _, cancellationToken) = execution;
        var run = ItemRuns.WithLostFiles(recorded, LibraryLayout.Hls);
        using var fetcher = ItemRuns.CreateFetcher(options, recorded.Library);
        var intake = new Intake(run, fetcher, new SourceVideos(services.Launcher, options.Tools, options.Limits, recorded.Library.Artifacts), LibraryLayout.Hls);
        var encoder = new LadderEncoder(services.Launcher, options.Tools.Ffmpeg, options.Limits);
        using var keyring = options.Encrypt ? new StreamKeyring(run.Library, options) : null;
        var planner = new StreamPlanner(
            options,
            run,
            new ScanMeter(services.Launcher, options.Tools.Ffmpeg, options.Limits),
            new PassthroughPlanner(services.Launcher, options.Tools.Ffmpeg, options.Tools.Ffprobe, options.Format == StreamFormat.Fmp4),
            new PartPlanner(services.Launcher, options.Tools.Ffprobe));
        var builder = new StreamBuilder(
            options, encoder, sink => new StreamPackager(services.Launcher, options.Tools.Ffmpeg, encoder, options.Encode, options.Format, sink), keyring);
        if (options.Publish is { } place && !place.Contains("://", StringComparison.Ordinal))
        {
            OutputGuard.Check(services.Folder, place);
        }

        using var target = options.Publish is { } where ? PublishTarget.Parse(where, options.S3) : null;
        var publications = target is null ? null : new PublicationQueue(run, target);
        var named = new TrackedInputs(run.Library.Folder, run.Pipeline, inputs.All);
        using var windows = (inputs with { All = named }).CreateWindows(services.Time);
        var publishing = publications is null ? Task.FromResult<RunReport?>(null) : PublishAsync(publications, cancellationToken);
        EndedStages ended;
        try
        {
            var pipeline = HlsPipeline.Define(intake, planner, builder, new StreamCommitter(options.KeepVideos, run, keyring, publications), options.Encode);
            ended = await ItemRuns.ExecuteAsync(pipeline, execution, options, run, windows).ConfigureAwait(false);
            foreach (var id in named.Ids.Order(StringComparer.Ordinal))
            {
                publications?.Add(id);
            }
        }
        finally
        {
            publications?.Complete();
            await ((Task)publishing).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        var published = await publishing.ConfigureAwait(false);
        var outputs = await CollectOutputsAsync(run, named.Ids, publications, cancellationToken).ConfigureAwait(false);
        return ended.Record(summary => summary with { Outputs = outputs, Stages = [.. summary.Stages, .. published?.Stages.Select(RunStage.From) ?? []] });
    }

    private static async Task<RunReport?> PublishAsync(PublicationQueue publications, CancellationToken cancellationToken) =>
        await PublishPipeline.Define(publications)
            .RunAsync(publications, new RunOptions<PublishItem> { IdSelector = static item => MediaInput.Redact(item.Stream.Source) }, cancellationToken).ConfigureAwait(false);

    /// <summary>Returns the streams of all named inputs, including those finished in earlier runs.</summary>
    private static async Task<IReadOnlyList<HlsOutput>> CollectOutputsAsync(
        ItemRun run, IReadOnlySet<string> ids, PublicationQueue? publications, CancellationToken cancellationToken)
    {
        var items = new List<Item>();
        var done = new ItemFilter { Pipeline = run.Pipeline, State = ItemState.Done };
        await foreach (var item in run.Library.Catalog.ItemsAsync(done, cancellationToken).ConfigureAwait(false))
        {
            items.Add(item);
        }

        // Inputs with the same content share one stream, which belongs to the content.
        var streams = items.Where(static i => i.Outcome is not null).DistinctBy(static i => i.Video, StringComparer.Ordinal).ToDictionary(static i => i.Video!, static i => i.Outcome!, StringComparer.Ordinal);
        return
        [
            .. items.Where(i => ids.Contains(i.Id) && streams.ContainsKey(i.Video!))
                .Select(i => JsonSerializer.Deserialize(streams[i.Video!], HlsJson.Default.HlsOutput)! with
                {
                    Input = MediaInput.Redact(i.Source),
                    Published = publications?.Published.GetValueOrDefault(i.Video!),
                }),
        ];
    }
}
