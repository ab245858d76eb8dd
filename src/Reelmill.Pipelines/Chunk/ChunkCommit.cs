using Reelmill.Core;
using Reelmill.Media.Chunking;
using Reelmill.Pipelines.Items;

namespace Reelmill.Pipelines.Chunk;

/// <summary>Writes the manifest of a file when all its chunks have ended, and then marks the file as done in the catalog.</summary>
internal sealed class ChunkCommit(ChunkOptions options, ItemRun run, ChunkWorkers workers, ChunkCopies copies)
{
    /// <summary>
    /// Writes the manifest. When the run was stopped before every chunk was attempted, the earlier manifest is deleted
    /// instead, because it is outdated.
    /// </summary>
    public async ValueTask<ChunkGathered> GatherAsync(IReadOnlyList<ChunkEnd> ends, CancellationToken cancellationToken)
    {
        var file = ends[0].File;
        if (file.Item.Workspace.IsDeferred)
        {
            if (Directory.Exists(file.Folder))
            {
                File.Delete(file.GetPath(ChunkManifest.FileName));
            }

            return new ChunkGathered(file, null);
        }

        file.Identified.Fetched.RequireUnchanged();
        var rows = await run.Library.Catalog.ChunksAsync(file.Item.Id, cancellationToken).ConfigureAwait(false);
        var manifest = ChunkManifests.Create(options, file, run.Recipe["ffmpeg"], ends, rows.ToDictionary(static r => r.Sequence, static r => r.Attempts), file.WorkerStats(workers.Count));
        file.Item.Workspace.Damage = manifest.Segments.FirstOrDefault(static s => s.Damage is not null)?.Damage;
        await ChunkManifests.WriteAsync(file, manifest, cancellationToken).ConfigureAwait(false);
        await copies.WriteAsync(file.Item.Id, file.Folder, manifest, cancellationToken).ConfigureAwait(false);
        ChunkManifests.Report(file, manifest);
        return new ChunkGathered(file, ends.FirstOrDefault(static e => e.Failure is not null));
    }

    /// <summary>Completes the file, or fails it with the failure of its first failed chunk.</summary>
    public async ValueTask<ChunkFile> CommitAsync(ChunkGathered gathered, CancellationToken cancellationToken)
    {
        var (file, failed) = gathered;
        if (failed is { Failure: { } failure })
        {
            throw new ItemException(failure.Code, failure.Message, innerException: failure.Exception);
        }

        if (!file.Item.Workspace.IsDeferred)
        {
            await run.CompleteAsync(file.Item, run.CreateResult(file.Identified), null, cancellationToken).ConfigureAwait(false);
        }

        return file;
    }
}

/// <summary>A file whose chunks have all ended.</summary>
/// <param name="File">The file.</param>
/// <param name="Failed">The first failed chunk; null without one.</param>
internal sealed record ChunkGathered(ChunkFile File, ChunkEnd? Failed);
