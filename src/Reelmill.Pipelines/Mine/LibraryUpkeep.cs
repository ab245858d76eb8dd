using Reelmill.Library;
using Reelmill.Library.Artifacts.Disk;
using Reelmill.Library.Catalog.Sqlite;

namespace Reelmill.Pipelines.Mine;

/// <summary>What every writer does before it works on a library.</summary>
internal static class LibraryUpkeep
{
    /// <summary>Refuses a folder that is no library, where opening it for writing would make one.</summary>
    public static void RequireLibrary(string folder)
    {
        if (!File.Exists(Path.Combine(folder, LibraryLayout.Database)))
        {
            throw new LibraryException("library_not_found", $"Opening the library {folder}: there is none. Check the path, or make one with 'reelmill mine'.");
        }
    }

    /// <summary>Gives back what a killed run had begun, and sweeps what belongs to no finished item.</summary>
    /// <returns>The catalogued files that are gone from the disk.</returns>
    public static async Task<IReadOnlyCollection<string>> RecoverAsync(
        SqliteCatalog catalog, DiskArtifactStore artifacts, CancellationToken cancellationToken)
    {
        await catalog.RecoverAsync(cancellationToken).ConfigureAwait(false);
        var sweep = await artifacts.SweepAsync(LibraryLayout.Frames, catalog.ArtifactsAsync(cancellationToken), cancellationToken).ConfigureAwait(false);
        return sweep.Missing;
    }

    /// <summary>The videos of which a kept frame has no file, or has lost it.</summary>
    public static async Task<IReadOnlySet<string>> IncompleteAsync(
        SqliteCatalog catalog, IReadOnlyCollection<string> lost, CancellationToken cancellationToken)
    {
        var gone = lost.ToHashSet(StringComparer.Ordinal);
        var videos = new HashSet<string>(StringComparer.Ordinal);
        await foreach (var frame in catalog.FramesAsync(cancellationToken).ConfigureAwait(false))
        {
            if (frame.Kept && (frame.Path is null || gone.Contains(frame.Path)))
            {
                videos.Add(frame.Video);
            }
        }

        return videos;
    }
}
