using Reelmill.Library;
using Reelmill.Library.Artifacts;
using Reelmill.Library.Catalog.Sqlite;
using Reelmill.Pipelines.Services;

namespace Reelmill.Pipelines.Mine;

/// <summary>What <c>gc</c> removed, or would remove.</summary>
/// <param name="DryRun">Whether nothing was removed.</param>
/// <param name="Count">How many files.</param>
/// <param name="Bytes">Their size, in bytes.</param>
/// <param name="Files">Their paths in the library.</param>
public sealed record GcSummary(bool DryRun, long Count, long Bytes, IReadOnlyList<string> Files);

/// <summary>Removes the files of dropped frames from a library. A frame that is kept again later has to be made again from its video.</summary>
/// <param name="services">The library.</param>
public sealed class GcRun(RunServices services)
{
    /// <summary>Removes them, or lists them and leaves the library as it is.</summary>
    /// <param name="dryRun">Whether to list only.</param>
    /// <param name="cancellationToken">Stops; the next call goes on.</param>
    /// <returns>What was removed.</returns>
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
