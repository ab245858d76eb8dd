using Reelmill.Library.Artifacts.Disk;
using Reelmill.Library.Catalog;
using Reelmill.Library.Catalog.Sqlite;

namespace Reelmill.Pipelines.Mine;

/// <summary>Lists and removes the files of dropped frames.</summary>
internal sealed class DroppedFrames(SqliteCatalog catalog, DiskArtifactStore artifacts)
{
    private const int BatchSize = 1000;

    /// <summary>Lists the files.</summary>
    public static async Task<IReadOnlyList<Artifact>> ListAsync(SqliteCatalog catalog, CancellationToken cancellationToken)
    {
        var files = new List<Artifact>();
        await foreach (var file in catalog.DroppedFilesAsync(cancellationToken).ConfigureAwait(false))
        {
            files.Add(file);
        }

        return files;
    }

    /// <summary>Removes the files. The catalog forgets a file before its deletion, so that a crash in between leaves a file that the next start sweeps.</summary>
    public async Task<IReadOnlyList<Artifact>> RemoveAsync(CancellationToken cancellationToken)
    {
        var files = await ListAsync(catalog, cancellationToken).ConfigureAwait(false);
        foreach (var batch in files.Chunk(BatchSize))
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
