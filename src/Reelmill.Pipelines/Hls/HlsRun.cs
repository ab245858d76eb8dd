using System.Text.Json;
using Reelmill.Core.Reporting;
using Reelmill.Core.Running;
using Reelmill.Library;
using Reelmill.Library.Catalog;
using Reelmill.Library.Ownership;
using Reelmill.Library.Publishing;
using Reelmill.Media.Fetching;
using Reelmill.Media.Frames;
using Reelmill.Media.Hls.Encoders;
using Reelmill.Media.Hls.Packaging;
using Reelmill.Pipelines.Items;
using Reelmill.Pipelines.Runs;
using Reelmill.Pipelines.Services;

namespace Reelmill.Pipelines.Hls;

/// <summary>Runs <c>hls</c> on a library: from what a user names to streams for players.</summary>
/// <param name="services">The library, and what runs on it share.</param>
/// <param name="options">The options.</param>
/// <param name="observer">Who is told what happens.</param>
public sealed class HlsRun(RunServices services, HlsOptions options, RunObserver observer) : LibraryRun(services, observer)
{
    /// <summary>The name of the pipeline, which its items have in the catalog.</summary>
    internal const string Pipeline = "hls";

    private protected override async Task<RunSummary> ExecuteAsync(Execution execution)
    {
        options.Validate();
        var version = ToolVersion.ReadAsync(execution.Services.Launcher, options.Tools.Ffmpeg, execution.Cancellation);
        var library = await execution.Services.LibraryAsync(execution.Cancellation).ConfigureAwait(false);
        var recipe = HlsRecipe.Of(options, await version.ConfigureAwait(false));
        return await ItemRuns.RecordAsync(library, Pipeline, recipe, execution, run => ExecuteAsync(execution, run), HlsRecipe.TargetOf(options)).ConfigureAwait(false);
    }

    private async Task<RunRecord> ExecuteAsync(Execution execution, ItemRun begun)
    {
        var (services, _, inputs, _, cancellationToken) = execution;
        var run = ItemRuns.WithLostFiles(begun, LibraryLayout.Hls);
        using var fetcher = ItemRuns.CreateFetcher(options, begun.Library);
        var intake = new Intake(run, fetcher, new SourceVideos(services.Launcher, options.Tools, options.Limits, begun.Library.Artifacts), LibraryLayout.Hls);
        var encoder = new LadderEncoder(services.Launcher, options.Tools.Ffmpeg, options.Limits);
        using var keyring = options.Encrypt ? new StreamKeyring(run.Library, options) : null;
        var planning = new StreamPlanning(
            options,
            run,
            new ScanMeter(services.Launcher, options.Tools.Ffmpeg, options.Limits),
            new CopyTop(services.Launcher, options.Tools.Ffmpeg, options.Tools.Ffprobe, options.Format == StreamFormat.Fmp4),
            new ParallelParts(services.Launcher, options.Tools.Ffprobe));
        var making = new StreamMaking(
            options, encoder, sink => new StreamPackager(services.Launcher, options.Tools.Ffmpeg, encoder, options.Encode, options.Format, sink), keyring);
        if (options.Publish is { } place && !place.Contains("://", StringComparison.Ordinal))
        {
            OutputGuard.Check(services.Folder, place);
        }

        using var target = options.Publish is { } where ? PublishTarget.Parse(where, options.S3) : null;
        var publish = target is null ? null : new Publications(run, target);
        var named = new TrackedInputs(run.Library.Folder, run.Pipeline, inputs.All);
        using var windows = (inputs with { All = named }).CreateWindows(services.Time);
        var publishing = publish is null ? Task.FromResult<RunReport?>(null) : PublishAsync(publish, cancellationToken);
        EndedStages ended;
        try
        {
            var pipeline = HlsPipeline.Define(intake, planning, making, new StreamCommit(options.KeepVideos, run, keyring, publish), options.Encode);
            ended = await ItemRuns.ExecuteAsync(pipeline, execution, options, run, windows).ConfigureAwait(false);
            foreach (var id in named.Ids.Order(StringComparer.Ordinal))
            {
                publish?.Add(id);
            }
        }
        finally
        {
            publish?.Complete();
            await ((Task)publishing).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        var published = await publishing.ConfigureAwait(false);
        var outputs = await OutputsAsync(run, named.Ids, publish, cancellationToken).ConfigureAwait(false);
        return ended.Record(summary => summary with { Outputs = outputs, Stages = [.. summary.Stages, .. published?.Stages.Select(RunStage.From) ?? []] });
    }

    private static async Task<RunReport?> PublishAsync(Publications publish, CancellationToken cancellationToken) =>
        await PublishPipeline.Define(publish)
            .RunAsync(publish, new RunOptions<PublishItem> { IdOf = static item => MediaInput.Shown(item.Stream.Source) }, cancellationToken).ConfigureAwait(false);

    /// <summary>The streams of all inputs that were named, those that were done before included.</summary>
    private static async Task<IReadOnlyList<HlsOutput>> OutputsAsync(
        ItemRun run, IReadOnlySet<string> ids, Publications? publish, CancellationToken cancellationToken)
    {
        var items = new List<Item>();
        var done = new ItemFilter { Pipeline = run.Pipeline, State = ItemState.Done };
        await foreach (var item in run.Library.Catalog.ItemsAsync(done, cancellationToken).ConfigureAwait(false))
        {
            items.Add(item);
        }

        // An input with the content of another has no stream of its own: it is that of the content.
        var streams = items.Where(static i => i.Outcome is not null).DistinctBy(static i => i.Video, StringComparer.Ordinal).ToDictionary(static i => i.Video!, static i => i.Outcome!, StringComparer.Ordinal);
        return
        [
            .. items.Where(i => ids.Contains(i.Id) && streams.ContainsKey(i.Video!))
                .Select(i => JsonSerializer.Deserialize(streams[i.Video!], HlsJson.Default.HlsOutput)! with
                {
                    Input = MediaInput.Shown(i.Source),
                    Published = publish?.Published.GetValueOrDefault(i.Video!),
                }),
        ];
    }
}
