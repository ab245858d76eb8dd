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

/// <summary>Runs <c>chunk</c>: cuts files exactly, each into its own folder in the library's <c>chunks</c>.</summary>
/// <param name="services">The library and the services of its runs.</param>
/// <param name="options">The options.</param>
/// <param name="observer">Receives the events that every run reports.</param>
/// <param name="events">Receives every <see cref="ChunkEvent"/>, from any worker; must be fast and thread safe; may be null.</param>
public sealed class ChunkRun(RunServices services, ChunkOptions options, RunObserver observer, IProgress<ChunkEvent>? events = null) : LibraryRun(services, observer)
{
    /// <summary>The name of the pipeline, stored with items in the catalog.</summary>
    internal const string Pipeline = "chunk";

    private protected override async Task<RunSummary> ExecuteWithPausesAsync(RunInputs inputs, CancellationToken stopping, CancellationToken cancellationToken)
    {
        options.Validate();
        try
        {
            if (options.Output is { } output)
            {
                OutputGuard.Check(Services.Folder, output);
            }

            return await base.ExecuteWithPausesAsync(inputs, stopping, cancellationToken).ConfigureAwait(false);
        }
        catch (PipelineException e)
        {
            new ListenerErrors().Guard(events)?.Report(new PipelineError(e.Code, e.Message));
            throw;
        }
    }

    private protected override async Task<RunSummary> ExecuteAsync(Execution execution)
    {
        var version = ToolVersion.ReadAsync(execution.Services.Launcher, options.Tools.Ffmpeg, execution.Cancellation);
        var library = await execution.Services.LibraryAsync(execution.Cancellation).ConfigureAwait(false);
        var recipe = ChunkRecipe.Create(options, await version.ConfigureAwait(false));
        var chunkEvents = new ChunkEvents(events, options, execution.Observer, execution.Services.Time);
        var observed = execution with { Observer = chunkEvents.Observer };
        return await ItemRuns.RecordAsync(library, Pipeline, recipe, observed, run => ExecuteAsync(observed, run, chunkEvents), ChunkRecipe.GetTarget(options)).ConfigureAwait(false);
    }

    private async Task<RunRecord> ExecuteAsync(Execution execution, ItemRun started, ChunkEvents chunkEvents)
    {
        var (services, _, inputs, stopping, cancellationToken) = execution;
        var library = started.Library;
        var run = started with { IsComplete = (item, token) => IsWholeAsync(library, item, token) };
        using var fetcher = ItemRuns.CreateFetcher(options, library);
        var intake = new Intake(run, fetcher, new SourceVideos(services.Launcher, options.Tools, options.Limits, library.Artifacts), LibraryLayout.Chunks);
        var preparer = new SourcePreparer(services.Launcher, options.Tools.Ffmpeg, options.Tools.Ffprobe, options.Limits);
        var scans = new ScanMeter(services.Launcher, options.Tools.Ffmpeg, options.Limits);
        var copies = new ChunkCopies(options);
        var worker = new ChunkWorker(services.Launcher, options.Tools.Ffmpeg, options.Tools.Ffprobe, options.Encoding);
        var named = new TrackedInputs(library.Folder, run.Pipeline, inputs.All);
        using var windows = (inputs with { All = named }).CreateWindows(services.Time);
        var pipeline = ChunkPipeline.Define(options, run, chunkEvents, intake, new ChunkPlanning(options, run, chunkEvents, preparer, scans, stopping), worker, copies);
        var ended = await ItemRuns.ExecuteAsync(pipeline, execution, options, run, windows).ConfigureAwait(false);
        var outputs = await OutputsAsync(run, named.Ids, chunkEvents, copies, cancellationToken).ConfigureAwait(false);
        return ended.Record(summary => summary with { Outputs = outputs });
    }

    /// <summary>Whether the manifest of a finished file is readable, and every chunk's file exists with its SHA-256.</summary>
    private static async ValueTask<bool> IsWholeAsync(LibrarySession library, Item item, CancellationToken cancellationToken)
    {
        var folder = GetFolder(library, item.Id);
        if (TryReadManifest(folder) is null)
        {
            return false;
        }

        try
        {
            foreach (var row in await library.Catalog.ChunksAsync(item.Id, cancellationToken).ConfigureAwait(false))
            {
                var segment = row.Record is { } record ? JsonSerializer.Deserialize(record, ChunkJson.Default.ChunkSegment) : null;
                if (segment is null || (segment.File is { } file && !await SourceContent.MatchesAsync(Path.Combine(folder, file), segment.Sha256, cancellationToken).ConfigureAwait(false)))
                {
                    return false;
                }
            }

            return true;
        }
        catch (Exception e) when (e is ItemException or IOException or UnauthorizedAccessException)
        {
            // An unreadable chunk is made again, and fails then if it is still unreadable.
            return false;
        }
    }

    /// <summary>Returns the chunks of all named inputs, including those that were finished before.</summary>
    private static async Task<IReadOnlyList<ChunkOutput>> OutputsAsync(
        ItemRun run, IReadOnlySet<string> ids, ChunkEvents chunkEvents, ChunkCopies copies, CancellationToken cancellationToken)
    {
        var library = run.Library;
        var outputs = new List<ChunkOutput>();
        foreach (var id in ids)
        {
            var (folder, counts) = (GetFolder(library, id), chunkEvents.FindCounts(id));
            var item = await library.Catalog.FindAsync(id, cancellationToken).ConfigureAwait(false);
            var isListed = item is { State: ItemState.Done } || (item is { State: ItemState.Failed } && counts is not null);
            if (isListed && TryReadManifest(folder) is { } manifest)
            {
                var isCopied = item!.State == ItemState.Done && (counts is not null || await TryCopyAsync(run, item, folder, manifest, copies, cancellationToken).ConfigureAwait(false));

                counts ??= new ChunkCounts(manifest.TotalChunks, 0, manifest.Processed, manifest.Failed);
                outputs.Add(new ChunkOutput(MediaInput.Redact(item.Source), id, folder, counts, manifest) { Copy = isCopied ? copies.GetFolder(id) : null });
            }
        }

        return [.. outputs.OrderBy(static o => o.Input, StringComparer.Ordinal)];
    }

    /// <summary>Copies the chunks of an earlier run. A failure is recorded for the item.</summary>
    private static async Task<bool> TryCopyAsync(ItemRun run, Item item, string folder, ChunkManifest manifest, ChunkCopies copies, CancellationToken cancellationToken)
    {
        try
        {
            await copies.WriteAsync(item.Id, folder, manifest, cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (ItemException e)
        {
            run.Ledger.Failed(new RunFailure(MediaInput.Redact(item.Source), item.Id, e.Code, e.Message, item.Attempts));
            return false;
        }
    }

    /// <summary>Reads the manifest of a folder; null when there is no readable one.</summary>
    private static ChunkManifest? TryReadManifest(string folder)
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

    private static string GetFolder(LibrarySession library, string id) => Path.Combine(library.Folder, LibraryLayout.Chunks, id);
}
