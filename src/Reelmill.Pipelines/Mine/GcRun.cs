using Reelmill.Library;
using Reelmill.Library.Catalog;
using Reelmill.Library.Catalog.Sqlite;
using Reelmill.Pipelines.Services;

namespace Reelmill.Pipelines.Mine;

/// <summary>The files that <c>gc</c> removed, or would remove.</summary>
/// <param name="DryRun">Whether nothing was removed.</param>
/// <param name="Count">The number of files.</param>
/// <param name="Bytes">The total size of the files, in bytes.</param>
/// <param name="Files">The paths of the files in the library.</param>
public sealed record GcSummary(bool DryRun, long Count, long Bytes, IReadOnlyList<string> Files);

/// <summary>Removes the files of dropped frames from a library. A frame that is later kept again has to be restored from its video.</summary>
/// <param name="services">The library.</param>
public sealed class GcRun(RunServices services)
{
    /// <summary>Removes the files, or only lists them.</summary>
    /// <param name="dryRun">Whether to list the files without removing them.</param>
    /// <param name="cancellationToken">Cancels; the next call removes the rest.</param>
    /// <returns>The files.</returns>
    /// <exception cref="LibraryException">The library cannot be used.</exception>
    public async Task<GcSummary> ExecuteAsync(bool dryRun, CancellationToken cancellationToken)
    {
        LibrarySession.Require(services.Folder);
        if (dryRun)
        {
            var catalog = SqliteCatalog.OpenReadOnly(services.Folder);
            await using var closed = catalog.ConfigureAwait(false);
            return Summary(true, await DroppedFrames.ListAsync(catalog, cancellationToken).ConfigureAwait(false));
        }

        var library = await services.LibraryAsync(cancellationToken).ConfigureAwait(false);
        return Summary(false, await new DroppedFrames(library.Catalog, library.Artifacts).RemoveAsync(cancellationToken).ConfigureAwait(false));
    }

    private static GcSummary Summary(bool dryRun, IReadOnlyList<Artifact> files) =>
        new(dryRun, files.Count, files.Sum(static f => f.Bytes), [.. files.Select(static f => f.Path)]);
}
