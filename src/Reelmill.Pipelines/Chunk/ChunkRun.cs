using System.Text.Json;
using Reelmill.Core;
using Reelmill.Library;
using Reelmill.Library.Catalog;
using Reelmill.Library.Ownership;
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
public sealed class ChunkRun(RunServices services, ChunkOptions options, RunObserver observer, IProgress<ChunkEvent>? events = null) : LibraryRun(services, observer)
{
    /// <summary>The name of the pipeline, which its items have in the catalog.</summary>
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
        var recipe = ChunkRecipe.Of(options, await version.ConfigureAwait(false));
        var told = new ChunkEvents(events, options, execution.Observer, execution.Services.Time);
        var telling = execution with { Observer = told.Observer };
        return await ItemRuns.RecordAsync(library, Pipeline, recipe, telling, run => ExecuteAsync(telling, run, told), ChunkRecipe.TargetOf(options)).ConfigureAwait(false);
    }

    private async Task<RunRecord> ExecuteAsync(Execution execution, ItemRun begun, ChunkEvents told)
    {
        var (services, _, inputs, stopping, cancellationToken) = execution;
        var library = begun.Library;
        var run = begun with { IsComplete = (item, token) => IsWholeAsync(library, item, token) };
        using var fetcher = ItemRuns.CreateFetcher(options, library);
        var intake = new Intake(run, fetcher, new SourceVideos(services.Launcher, options.Tools, options.Limits, library.Artifacts), LibraryLayout.Chunks);
        var preparer = new SourcePreparer(services.Launcher, options.Tools.Ffmpeg, options.Tools.Ffprobe, options.Limits);
        var scans = new ScanMeter(services.Launcher, options.Tools.Ffmpeg, options.Limits);
        var copies = new ChunkCopies(options);
        var worker = new ChunkWorker(services.Launcher, options.Tools.Ffmpeg, options.Tools.Ffprobe, options.Encoding);
        var named = new TrackedInputs(library.Folder, run.Pipeline, inputs.All);
        using var windows = (inputs with { All = named }).CreateWindows(services.Time);
        var pipeline = ChunkPipeline.Define(options, run, told, intake, new ChunkPlanning(options, run, told, preparer, scans, stopping), worker, copies);
        var ended = await ItemRuns.ExecuteAsync(pipeline, execution, options, run, windows).ConfigureAwait(false);
        var outputs = await OutputsAsync(run, named.Ids, told, copies, cancellationToken).ConfigureAwait(false);
        return ended.Record(summary => summary with { Outputs = outputs });
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
    private static async Task<IReadOnlyList<ChunkOutput>> OutputsAsync(
        ItemRun run, IReadOnlySet<string> ids, ChunkEvents told, ChunkCopies copies, CancellationToken cancellationToken)
    {
        var library = run.Library;
        var outputs = new List<ChunkOutput>();
        foreach (var id in ids)
        {
            var (folder, counts) = (FolderOf(library, id), told.CountsOf(id));
            var item = await library.Catalog.FindAsync(id, cancellationToken).ConfigureAwait(false);
            var isListed = item is { State: ItemState.Done } || (item is { State: ItemState.Failed } && counts is not null);
            if (isListed && ManifestIn(folder) is { } manifest)
            {
                var isCopied = item!.State == ItemState.Done && (counts is not null || await TryCopyAsync(run, item, folder, manifest, copies, cancellationToken).ConfigureAwait(false));

                counts ??= new ChunkCounts(manifest.TotalChunks, 0, manifest.Processed, manifest.Failed);
                outputs.Add(new ChunkOutput(MediaInput.Shown(item.Source), id, folder, counts, manifest) { Copy = isCopied ? copies.FolderOf(id) : null });
            }
        }

        return [.. outputs.OrderBy(static o => o.Input, StringComparer.Ordinal)];
    }

    /// <summary>Copies what an earlier run has made; a failure is one of the item.</summary>
    private static async Task<bool> TryCopyAsync(ItemRun run, Item item, string folder, ChunkManifest manifest, ChunkCopies copies, CancellationToken cancellationToken)
    {
        try
        {
            await copies.WriteAsync(item.Id, folder, manifest, cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (ItemException e)
        {
            run.Ledger.Failed(new RunFailure(MediaInput.Shown(item.Source), item.Id, e.Code, e.Message, item.Attempts));
            return false;
        }
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
