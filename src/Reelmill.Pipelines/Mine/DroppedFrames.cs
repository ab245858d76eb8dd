using Reelmill.Library.Artifacts;
using Reelmill.Library.Artifacts.Disk;
using Reelmill.Library.Catalog.Sqlite;

namespace Reelmill.Pipelines.Mine;

/// <summary>The files that dropped frames still have.</summary>
internal sealed class DroppedFrames(SqliteCatalog catalog, DiskArtifactStore artifacts)
{
    private const int Batch = 1000;

    /// <summary>Lists them.</summary>
    public static async Task<IReadOnlyList<Artifact>> ListAsync(SqliteCatalog catalog, CancellationToken cancellationToken)
    {
        var files = new List<Artifact>();
        await foreach (var file in catalog.DroppedFilesAsync(cancellationToken).ConfigureAwait(false))
        {
            files.Add(file);
        }

        return files;
    }

    /// <summary>Removes them. The catalog forgets a file before it goes: a crash in between leaves one that the next start sweeps.</summary>
    public async Task<IReadOnlyList<Artifact>> RemoveAsync(CancellationToken cancellationToken)
    {
        var files = await ListAsync(catalog, cancellationToken).ConfigureAwait(false);
        foreach (var batch in files.Chunk(Batch))
        {
            await catalog.ForgetDroppedFilesAsync(batch.Select(static f => f.Path), cancellationToken).ConfigureAwait(false);
            foreach (var file in batch)
            {
                await artifacts.RemoveAsync(file.Path, cancellationToken).ConfigureAwait(false);
            }
        }

        return files;
    }
}
