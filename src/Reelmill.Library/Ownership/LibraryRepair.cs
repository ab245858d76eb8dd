using Microsoft.Data.Sqlite;
using Reelmill.Library.Artifacts.Disk;
using Reelmill.Library.Catalog.Sqlite;

namespace Reelmill.Library.Ownership;

/// <summary>What a repair did. Nothing was deleted.</summary>
/// <param name="CatalogRebuilt">Whether the catalog was missing or unusable and has been rebuilt.</param>
/// <param name="SetAside">Where the old catalog is, below the library's folder; null when there was none, or it is in use.</param>
/// <param name="Salvaged">Records that could be read from the old catalog.</param>
/// <param name="Frames">Frames restored from the manifest and the files, without their scores.</param>
/// <param name="Streams">Streams restored from their files.</param>
/// <param name="Chunks">Chunks restored from their manifests.</param>
/// <param name="Keys">Key files restored from a backup.</param>
/// <param name="DifferingKeys">Key files that differ from the backup and were left as they are.</param>
/// <param name="Moved">Files that the library does not know, by their new paths below <c>lost+found</c>.</param>
/// <param name="Lost">What could not be restored, in words.</param>
public sealed record RepairResult(
    bool CatalogRebuilt, string? SetAside, long Salvaged, long Frames, long Streams, long Chunks, long Keys,
    IReadOnlyList<string> DifferingKeys, IReadOnlyList<string> Moved, IReadOnlyList<string> Lost);

/// <summary>Makes a library usable that has lost or damaged its catalog, and moves what it does not know out of its way.</summary>
/// <param name="folder">The library's folder.</param>
/// <param name="clock">Where times come from.</param>
/// <param name="note">Told each step.</param>
public sealed class LibraryRepair(string folder, TimeProvider clock, Action<string> note)
{
    private const string Draft = LibraryLayout.Database + ".repair";

    private static readonly string[] OfCatalog = ["-wal", "-shm", "-journal", string.Empty];

    private readonly string _folder = Path.GetFullPath(folder);

    /// <summary>Repairs. A healthy library is not changed; a repair that was killed goes on.</summary>
    /// <param name="keys">A file of <c>export --format keys</c> to restore keys from; null for none.</param>
    /// <param name="cancellationToken">Stops; the next call goes on.</param>
    /// <exception cref="LibraryException"><c>library_not_found</c>, <c>not_a_library</c>, <c>library_in_use</c>, <c>library_newer</c>, <c>bad_keys</c>, or the disk failed.</exception>
    public async Task<RepairResult> ExecuteAsync(string? keys, CancellationToken cancellationToken)
    {
        var rebuilt = DiskArtifactStore.Guard("Repairing", _folder, () => RebuildIfNeeded(cancellationToken));
        var catalog = SqliteCatalog.Open(_folder, clock);
        await using var closed = catalog.ConfigureAwait(false);
        var (restored, differing) = keys is null ? (0, []) : KeyBackup.Restore(_folder, keys);
        var moved = new List<string>();
        foreach (var path in await UnknownFiles.ListAsync(catalog, cancellationToken).ConfigureAwait(false))
        {
            moved.Add(DiskArtifactStore.Guard("Moving to lost+found", path, () => LostFound.Move(_folder, path)));
        }

        return (rebuilt ?? new RepairResult(false, null, 0, 0, 0, 0, 0, [], [], [])) with { Keys = restored, DifferingKeys = differing, Moved = moved };
    }

    private RepairResult? RebuildIfNeeded(CancellationToken cancellationToken)
    {
        var found = LibraryFolder.Inspect(_folder);
        if (found.IsFree)
        {
            throw new LibraryException("library_not_found", $"Repairing the library {_folder}: there is none. Check the path.");
        }

        if (!found.IsLibrary && !found.IsRepairable)
        {
            found.RequireUsable();
        }

        using var held = LibraryLock.Take(_folder);
        if (IsSound(found))
        {
            // A repair that was killed at its very end has a whole catalog already, and so has a library that was being made.
            if (found.Marker is { State: not MarkerState.Ready } marker && (CatalogFile.Inspect(_folder).Id ?? marker.Id) is { } id)
            {
                new LibraryMarker(id, MarkerState.Ready).Write(_folder);
            }

            return null;
        }

        return Rebuild(found, cancellationToken);
    }

    private bool IsSound(LibraryFolder found)
    {
        var catalog = CatalogFile.Inspect(_folder);
        if (catalog.Fault is not null || (found.Marker is { Id: { } id } && catalog.Id is not null && catalog.Id != id))
        {
            return false;
        }

        try
        {
            using var connections = new Connections(_folder);
            using var connection = connections.OpenReader();
            note("Checking the catalog.");
            return connection.List("PRAGMA quick_check(1)", static r => r.GetString(0)) is ["ok"];
        }
        catch (SqliteException)
        {
            return false;
        }
    }

    private RepairResult Rebuild(LibraryFolder found, CancellationToken cancellationToken)
    {
        var old = CatalogFile.Inspect(_folder);
        var isOwn = old.Fault is null && (found.Marker?.Id is null || old.Id is null || old.Id == found.Marker.Id);
        var marker = found.Marker is { State: MarkerState.Repairing } begun
            ? begun
            : new LibraryMarker(found.Marker?.Id ?? (isOwn ? old.Id : null) ?? Guid.NewGuid().ToString("n"), MarkerState.Repairing) { Aside = FreeAside(), IsOwn = isOwn };
        if (found.Marker is null && NativeFile.KindOf(Path.Combine(_folder, LibraryLayout.Marker)) != PathKind.Missing)
        {
            LostFound.Move(_folder, LibraryLayout.Marker);
        }

        marker.Write(_folder);
        var aside = SetAside(marker.Aside!);
        note("Rebuilding the catalog from the manifest and the files.");
        var result = Build(marker, aside, cancellationToken);
        File.Move(Path.Combine(_folder, Draft), Path.Combine(_folder, LibraryLayout.Database));
        NativeFile.Flush(_folder);
        new LibraryMarker(marker.Id, MarkerState.Ready).Write(_folder);
        return result;
    }

    private string FreeAside()
    {
        for (var number = 1; ; number++)
        {
            var path = $"{LibraryLayout.LostFound}/catalog-{number}";
            if (NativeFile.KindOf(Path.Combine(_folder, path)) == PathKind.Missing)
            {
                return path;
            }
        }
    }

    /// <summary>The catalog goes after its log: what was moved by a repair that was killed is found in the same place.</summary>
    private string? SetAside(string aside)
    {
        var target = Path.Combine(_folder, aside);
        foreach (var name in OfCatalog.Select(static suffix => LibraryLayout.Database + suffix).Where(name => NativeFile.KindOf(Path.Combine(_folder, name)) != PathKind.Missing))
        {
            FolderSwap.Make(Path.GetDirectoryName(target)!);
            FolderSwap.Make(target);
            Rename(Path.Combine(_folder, name), Path.Combine(target, name));
        }

        if (NativeFile.KindOf(target) == PathKind.Missing)
        {
            return null;
        }

        NativeFile.Flush(target);
        NativeFile.Flush(_folder);
        note($"The old catalog is in {aside}.");
        return aside;
    }

    private static void Rename(string from, string to)
    {
        if (NativeFile.KindOf(from) == PathKind.Folder)
        {
            Directory.Move(from, to);
        }
        else
        {
            File.Move(from, to);
        }
    }

    private RepairResult Build(LibraryMarker marker, string? aside, CancellationToken cancellationToken)
    {
        var path = Path.Combine(_folder, Draft);

        // The marker says that a repair is under way, so that a draft that is there is one of a repair that was killed.
        File.Delete(path);
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString());
        connection.Open();

        // It is thrown away and made again when the process dies; the one flush comes at the end.
        connection.Execute("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF");
        Schema.Migrate(connection, _folder, Schema.Migrations);
        connection.Execute("BEGIN");
        var salvaged = aside is not null && marker.IsOwn && NativeFile.KindOf(Path.Combine(_folder, aside, LibraryLayout.Database)) == PathKind.File
            ? CatalogSalvage.Copy(Path.Combine(_folder, aside), connection)
            : null;
        connection.Execute("UPDATE settings SET value = $id WHERE key = $key", ("$id", marker.Id), ("$key", Schema.LibraryId));
        var rebuild = new CatalogRebuild(_folder, connection, clock.GetUtcNow().ToUnixTimeMilliseconds());
        rebuild.Run(cancellationToken);
        connection.Execute("COMMIT");
        connection.Close();
        NativeFile.Flush(path);
        var (frames, streams, chunks) = rebuild.Restored;
        return new RepairResult(true, aside, salvaged?.Values.Sum(static t => t.Rows) ?? 0, frames, streams, chunks, 0, [], [], Lost(salvaged, frames));
    }

    private List<string> Lost(IReadOnlyDictionary<string, (long Rows, bool Whole)>? salvaged, long frames)
    {
        var lost = new List<string>();
        if (frames > 0)
        {
            lost.Add($"the scores of {frames} frames: 'mine' on their inputs makes them again; until then 'decide' leaves these frames as they are");
        }

        if (salvaged is null || salvaged.Values.Any(static t => !t.Whole))
        {
            lost.Add("items that had failed or were waiting, attempts, runs and jobs, API keys and webhooks, as far as the old catalog did not tell");
        }

        if (StreamSecret.Read(_folder) is null && Directory.Exists(Path.Combine(_folder, LibraryLayout.Keys)))
        {
            lost.Add("the secret of the streams' keys, unless the old catalog had it; key files are as they were, and '--keys FILE' restores the secret from a backup");
        }

        return lost;
    }
}
