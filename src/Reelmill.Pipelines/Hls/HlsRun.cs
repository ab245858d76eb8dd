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
public sealed class HlsRun(RunServices services, HlsOptions options, RunObserver observer)
{
    /// <summary>The name of the pipeline, which its items have in the catalog.</summary>
    internal const string Pipeline = "hls";

    /// <summary>Makes the streams that are not made yet.</summary>
    /// <param name="inputs">The inputs; enumerated lazily.</param>
    /// <param name="stopping">Stops gracefully: what is in flight is finished, the rest is left for the next run.</param>
    /// <param name="cancellationToken">Cancels: what is in flight is left for the next run.</param>
    /// <returns>What the run did; failed items are in it as data.</returns>
    /// <exception cref="LibraryException">The library cannot be used.</exception>
    /// <exception cref="OperationCanceledException">The run was cancelled.</exception>
    /// <remarks>On a full disk it pauses, and goes on by itself when there is space; then the inputs are enumerated again.</remarks>
    public Task<RunSummary> ExecuteAsync(IEnumerable<MediaInput> inputs, CancellationToken stopping, CancellationToken cancellationToken) =>
        RepeatAsync(RunInputs.Of(inputs), stopping, cancellationToken);

    /// <summary>Does the same with inputs that come while it runs, from a source that may never end and gives each once. The first is begun at once.</summary>
    /// <param name="inputs">The inputs; enumerated once. What was read is kept in memory, for a run that pauses. Up to two are read ahead, and are gone from the source when the run ends before they are begun.</param>
    /// <param name="stopping">Stops gracefully: what is in flight is finished, the rest is left for the next run.</param>
    /// <param name="cancellationToken">Cancels: what is in flight is left for the next run.</param>
    /// <returns>What the run did; failed items are in it as data.</returns>
    /// <exception cref="LibraryException">The library cannot be used.</exception>
    /// <exception cref="OperationCanceledException">The run was cancelled.</exception>
    public Task<RunSummary> ExecuteAsync(IAsyncEnumerable<MediaInput> inputs, CancellationToken stopping, CancellationToken cancellationToken) =>
        KeptInputs.UseAsync(inputs, kept => RepeatAsync(RunInputs.Coming(kept), stopping, cancellationToken));

    private Task<RunSummary> RepeatAsync(RunInputs inputs, CancellationToken stopping, CancellationToken cancellationToken) =>
        PausingRun.ExecuteAsync(services, observer, (s, w) => new HlsRun(s, options, w).ExecuteOnceAsync(inputs, stopping, cancellationToken), stopping, cancellationToken);

    private async Task<RunSummary> ExecuteOnceAsync(RunInputs inputs, CancellationToken stopping, CancellationToken cancellationToken)
    {
        options.Validate();
        var version = ToolVersion.OfAsync(services.Launcher, options.Tools.Ffmpeg, cancellationToken);
        var library = await services.LibraryAsync(cancellationToken).ConfigureAwait(false);
        var recipe = HlsRecipe.Of(options, await version.ConfigureAwait(false));
        return await ItemRuns.RecordAsync(
            library,
            Pipeline,
            recipe,
            observer,
            run => ExecuteAsync(inputs, run, stopping, cancellationToken),
            cancellationToken,
            HlsRecipe.TargetOf(options)).ConfigureAwait(false);
    }

    private async Task<RunRecord> ExecuteAsync(RunInputs inputs, ItemRun begun, CancellationToken stopping, CancellationToken cancellationToken)
    {
        var run = begun with { Incomplete = LostStreams(begun.Library) };
        using var fetcher = ItemRuns.FetcherOf(options, begun.Library);
        var intake = new Intake(run, fetcher, new SourceVideos(services.Launcher, options.Tools, options.Limits, begun.Library.Artifacts), LibraryLayout.Hls);
        var encoder = new LadderEncoder(services.Launcher, options.Tools.Ffmpeg, options.Limits);
        using var keyring = options.Encrypt ? new Keyring(run.Library, options) : null;
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
        var named = new NamedInputs(run.Library.Folder, run.Pipeline, inputs.All);
        using var windows = (inputs with { All = named }).Windows(services.Time);
        var timeline = new TimelineRecorder();
        var publishing = publish is null ? Task.FromResult<RunReport?>(null) : PublishAsync(publish, cancellationToken);
        RunReport report;
        try
        {
            report = await HlsPipeline.Define(intake, planning, making, new StreamCommit(options.KeepVideos, run, keyring, publish), options.Encode)
                .RunAsync(new CatalogSource(windows, run), ItemRuns.OptionsOf(services, options, timeline, observer, stopping), cancellationToken).ConfigureAwait(false);
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
        var summary = RunSummary.Of(run.Id, report, run.Ledger) with { Outputs = outputs };
        summary = summary with { Stages = [.. summary.Stages, .. published?.Stages.Select(RunStage.Of) ?? []] };
        return new RunRecord(summary, timeline.Finish(report), report.Stopped);
    }

    private static async Task<RunReport?> PublishAsync(Publications publish, CancellationToken cancellationToken) =>
        await PublishPipeline.Define(publish)
            .RunAsync(publish, new RunOptions<PublishItem> { IdOf = static item => MediaInput.Shown(item.Stream.Source) }, cancellationToken).ConfigureAwait(false);

    /// <summary>Streams of which a file is gone.</summary>
    private static HashSet<string> LostStreams(LibrarySession library) =>
    [
        .. library.Lost.Where(static path => path.StartsWith($"{LibraryLayout.Hls}/", StringComparison.Ordinal)).Select(static path => path.Split('/')[1]),
    ];

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
