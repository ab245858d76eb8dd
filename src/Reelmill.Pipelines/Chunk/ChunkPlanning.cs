using System.Runtime.CompilerServices;
using Reelmill.Library;
using Reelmill.Library.Catalog.Ownership;
using Reelmill.Media.Chunking;
using Reelmill.Media.Frames;
using Reelmill.Pipelines.Items;

namespace Reelmill.Pipelines.Chunk;

/// <summary>Prepares files for cutting, and plans their chunks.</summary>
internal sealed class ChunkPlanning(ChunkOptions options, ItemRun run, ChunkEvents events, SourcePreparer preparer, ScanMeter scans, CancellationToken stopping)
{
    /// <summary>Probes a file, lists its packets, and hashes the file.</summary>
    public async ValueTask<ChunkFile> ProbeAsync(FetchedItem fetched, CancellationToken cancellationToken)
    {
        var (item, work, path) = (fetched.Item, fetched.Item.Workspace, fetched.File.Path);
        work.RemoveScratch();
        work.Scratch = await run.Library.Artifacts.CreateScratchFolderAsync(LibraryLayout.Chunks, item.Id, cancellationToken).ConfigureAwait(false);
        var content = SourceContent.HashAsync(path, cancellationToken);
        var source = await preparer.PrepareAsync(path, work.Scratch, options.MakesFiles, cancellationToken).ConfigureAwait(false);
        if (options.Work.HasFlag(ChunkWork.Encode))
        {
            await source.MeasureScanAsync(scans, cancellationToken).ConfigureAwait(false);
        }

        var sha256 = await content.ConfigureAwait(false);
        if (source.Damage is { } damage)
        {
            work.AddRemark($"the file is damaged or truncated; its chunks contain the readable part: {damage}");
        }

        var identified = new IdentifiedItem(fetched, sha256[..SourceContent.IdDigits]);
        return events.Open(new ChunkFile(identified, source, sha256, source.Plan(options.Plan), Path.Combine(run.Library.Folder, LibraryLayout.Chunks, item.Id), options, events));
    }

    /// <summary>Returns the chunks of a file in order. When the run is stopped, the remaining chunks are left for the next run.</summary>
    public async IAsyncEnumerable<ChunkItem> PlanAsync(ChunkFile file, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var catalog = run.Library.Catalog;
        var known = (await catalog.ChunksAsync(file.Item.Id, cancellationToken).ConfigureAwait(false)).ToDictionary(static r => r.Sequence);
        ChunkItem[] all = [.. file.Plan.Select(r => new ChunkItem(file, r, ChunkRecipe.ComputeFingerprint(run.Recipe, file.Sha256, r), known.GetValueOrDefault(r.Sequence)))];
        RemoveOutdated(file, all, known.Keys);

        // The catalog is trimmed only after the files are deleted: a file that the catalog no longer lists would stay for ever.
        await catalog.TrimChunksAsync(file.Item.Id, all.Length, cancellationToken).ConfigureAwait(false);
        file.Begin();
        foreach (var chunk in all)
        {
            if (stopping.IsCancellationRequested)
            {
                file.Item.Workspace.IsDeferred = true;
                yield break;
            }

            file.Queue(chunk.Range);
            yield return chunk;
        }
    }

    /// <summary>
    /// Deletes chunks that are not in this plan. When any chunk must be made, the manifest and the joined file are deleted too,
    /// because they are outdated. Files that no run recorded are kept.
    /// </summary>
    private void RemoveOutdated(ChunkFile file, ChunkItem[] items, IReadOnlyCollection<int> known)
    {
        if (!Directory.Exists(file.Folder))
        {
            return;
        }

        var names = options.MakesFiles
            ? items.Select(i => LibraryLayout.ChunkName(i.Range.Sequence, file.Extension)).ToHashSet(StringComparer.Ordinal)
            : [];
        var isDone = Array.TrueForAll(items, static i => i.Known is { Record: not null } known && known.Fingerprint == i.Fingerprint);
        foreach (var path in Directory.EnumerateFiles(file.Folder))
        {
            var name = Path.GetFileName(path);
            if (ArtifactPattern.ParseChunkSequence(name) is { } sequence ? known.Contains(sequence) && !names.Contains(name) : !isDone && ArtifactPattern.IsChunkSetFile(name))
            {
                File.Delete(path);
            }
        }
    }
}
