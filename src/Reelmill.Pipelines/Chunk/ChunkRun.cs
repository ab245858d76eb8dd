using System.Text.Json;
using Reelmill.Core;
using Reelmill.Library;
using Reelmill.Library.Catalog;
using Reelmill.Media.Chunking;
using Reelmill.Media.Fetching;
using Reelmill.Media.Frames;
using Reelmill.Pipelines.Items;
using Reelmill.Pipelines.Runs;
using Reelmill.Pipelines.Services;

namespace Reelmill.Pipelines.Chunk;

/// <summary>Runs <c>chunk</c>: cuts files, exactly, each into a folder of its own below the library's <c>chunks</c>.</summary>
/// <param name="services">The library, and what runs on it share.</param>
/// <param name="options">The options.</param>
/// <param name="observer">Who is told what happens.</param>
/// <param name="events">Told every <see cref="ChunkEvent"/>, from any worker: be quick and thread-safe; nobody when null.</param>
public sealed class ChunkRun(RunServices services, ChunkOptions options, RunObserver observer, IProgress<ChunkEvent>? events = null)
{
    /// <summary>The name of the pipeline, which its items have in the catalog.</summary>
    internal const string Pipeline = "chunk";

    /// <summary>Cuts what is not cut yet. Chunks that an earlier run made of the same content in the same way are kept, once their SHA-256 has been checked.</summary>
    /// <param name="inputs">The inputs; enumerated lazily.</param>
    /// <param name="stopping">Stops gracefully: chunks that are worked on are finished, the rest is left for the next run.</param>
    /// <param name="cancellationToken">Cancels: chunks that are worked on are left for the next run.</param>
    /// <returns>What the run did, with a <see cref="ChunkOutput"/> for each input that has a manifest; failed chunks are in that as data, and fail their input.</returns>
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

    private async Task<RunSummary> RepeatAsync(RunInputs inputs, CancellationToken stopping, CancellationToken cancellationToken)
    {
        options.Validate();
        try
        {
            return await PausingRun.ExecuteAsync(
                services, observer, (s, w) => new ChunkRun(s, options, w, events).ExecuteOnceAsync(inputs, stopping, cancellationToken), stopping, cancellationToken).ConfigureAwait(false);
        }
        catch (PipelineException e)
        {
            new ListenerErrors().Guard(events)?.Report(new PipelineError(e.Code, e.Message));
            throw;
        }
    }

    private async Task<RunSummary> ExecuteOnceAsync(RunInputs inputs, CancellationToken stopping, CancellationToken cancellationToken)
    {
        var version = ToolVersion.OfAsync(services.Launcher, options.Tools.Ffmpeg, cancellationToken);
        var library = await services.LibraryAsync(cancellationToken).ConfigureAwait(false);
        var recipe = ChunkRecipe.Of(options, await version.ConfigureAwait(false));
        var told = new ChunkEvents(events, options, observer, services.Time);
        return await ItemRuns.RecordAsync(
            library, Pipeline, recipe, told.Observer, run => ExecuteAsync(inputs, run, told, stopping, cancellationToken), cancellationToken).ConfigureAwait(false);
    }

    private async Task<RunRecord> ExecuteAsync(
        RunInputs inputs, ItemRun begun, ChunkEvents told, CancellationToken stopping, CancellationToken cancellationToken)
    {
        var library = begun.Library;
        var run = begun with { IsWhole = (item, token) => IsWholeAsync(library, item, token) };
        using var fetcher = ItemRuns.FetcherOf(options, library);
        var intake = new Intake(run, fetcher, new SourceVideos(services.Launcher, options.Tools, options.Limits, library.Artifacts), LibraryLayout.Chunks);
        var preparer = new SourcePreparer(services.Launcher, options.Tools.Ffmpeg, options.Tools.Ffprobe, options.Limits);
        var scans = new ScanMeter(services.Launcher, options.Tools.Ffmpeg, options.Limits);
        var worker = new ChunkWorker(services.Launcher, options.Tools.Ffmpeg, options.Tools.Ffprobe, options.Encoding);
        var named = new NamedInputs(library.Folder, run.Pipeline, inputs.All);
        using var windows = (inputs with { All = named }).Windows(services.Time);
        var timeline = new TimelineRecorder();
        var pipeline = ChunkPipeline.Define(options, run, told, intake, new ChunkPlanning(options, run, told, preparer, scans, stopping), worker);
        var report = await pipeline
            .RunAsync(new CatalogSource(windows, run), ItemRuns.OptionsOf(services, options, timeline, told.Observer, stopping), cancellationToken).ConfigureAwait(false);
        var summary = RunSummary.Of(run.Id, report, run.Ledger) with { Outputs = await OutputsAsync(library, named.Ids, told, cancellationToken).ConfigureAwait(false) };
        return new RunRecord(summary, timeline.Finish(report), report.Stopped || run.Ledger.Left > 0);
    }

    /// <summary>Whether the manifest of a finished file can be read, and every file of a chunk is there with its SHA-256.</summary>
    private static async ValueTask<bool> IsWholeAsync(LibrarySession library, Item item, CancellationToken cancellationToken)
    {
        var folder = FolderOf(library, item.Id);
        if (ManifestIn(folder) is null)
        {
            return false;
        }

        try
        {
            foreach (var row in await library.Catalog.ChunksAsync(item.Id, cancellationToken).ConfigureAwait(false))
            {
                var segment = row.Record is { } record ? JsonSerializer.Deserialize(record, ChunkJson.Default.ChunkSegment) : null;
                if (segment is null || (segment.File is { } file && !await SourceContent.IsAsync(Path.Combine(folder, file), segment.Sha256, cancellationToken).ConfigureAwait(false)))
                {
                    return false;
                }
            }

            return true;
        }
        catch (Exception e) when (e is ItemException or IOException or UnauthorizedAccessException)
        {
            // What cannot be read is made again, and fails there if that does not help.
            return false;
        }
    }

    /// <summary>The chunks of all inputs that were named, those that were done before included.</summary>
    private static async Task<IReadOnlyList<ChunkOutput>> OutputsAsync(LibrarySession library, IReadOnlySet<string> ids, ChunkEvents told, CancellationToken cancellationToken)
    {
        var outputs = new List<ChunkOutput>();
        foreach (var id in ids)
        {
            var (folder, counts) = (FolderOf(library, id), told.CountsOf(id));
            var item = await library.Catalog.FindAsync(id, cancellationToken).ConfigureAwait(false);
            var isListed = item is { State: ItemState.Done } || (item is { State: ItemState.Failed } && counts is not null);
            if (isListed && ManifestIn(folder) is { } manifest)
            {
                counts ??= new ChunkCounts(manifest.TotalChunks, 0, manifest.Processed, manifest.Failed);
                outputs.Add(new ChunkOutput(MediaInput.Shown(item!.Source), id, folder, counts, manifest));
            }
        }

        return [.. outputs.OrderBy(static o => o.Input, StringComparer.Ordinal)];
    }

    /// <summary>The manifest in a folder; null when there is none that can be read.</summary>
    private static ChunkManifest? ManifestIn(string folder)
    {
        try
        {
            return ChunkManifest.Read(folder);
        }
        catch (Exception e) when (e is ItemException or IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static string FolderOf(LibrarySession library, string id) => Path.Combine(library.Folder, LibraryLayout.Chunks, id);
}
