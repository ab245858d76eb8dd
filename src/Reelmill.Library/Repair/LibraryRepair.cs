using Microsoft.Data.Sqlite;
using Reelmill.Library.Artifacts;
using Reelmill.Library.Artifacts.Disk;
using Reelmill.Library.Catalog.Ownership;
using Reelmill.Library.Catalog.Sqlite;
using Reelmill.Library.Files;

namespace Reelmill.Library.Repair;

/// <summary>The result of a repair. A repair deletes nothing.</summary>
/// <param name="CatalogRebuilt">Whether the catalog was missing or unusable and has been rebuilt.</param>
/// <param name="SetAside">The folder of the old catalog, relative to the library; null when there was none, or it is still in use.</param>
/// <param name="Salvaged">The number of records read from the old catalog.</param>
/// <param name="Frames">The number of frames restored from the manifest and the files, without scores.</param>
/// <param name="Streams">The number of streams restored from their files.</param>
/// <param name="Chunks">The number of chunks restored from their manifests.</param>
/// <param name="Keys">The number of key files restored from a backup.</param>
/// <param name="DifferingKeys">Key files that differ from the backup and were left as they are.</param>
/// <param name="Moved">The new paths below <c>lost+found</c> of files that the catalog does not know.</param>
/// <param name="Lost">Descriptions of the data that could not be restored.</param>
public sealed record RepairResult(
    bool CatalogRebuilt, string? SetAside, long Salvaged, long Frames, long Streams, long Chunks, long Keys,
    IReadOnlyList<string> DifferingKeys, IReadOnlyList<string> Moved, IReadOnlyList<string> Lost);

/// <summary>Rebuilds a lost or damaged catalog from the library's files, and moves unknown files to <c>lost+found</c>.</summary>
/// <param name="folder">The library's folder.</param>
/// <param name="clock">The source of timestamps.</param>
/// <param name="report">Receives a message for each step.</param>
public sealed class LibraryRepair(string folder, TimeProvider clock, Action<string> report)
{
    private const string DraftName = LibraryLayout.Database + ".repair";

    private static readonly string[] CatalogSuffixes = ["-wal", "-shm", "-journal", string.Empty];

    private readonly string _folder = Path.GetFullPath(folder);

    /// <summary>Repairs the library. A healthy one is not changed; a killed repair resumes.</summary>
    /// <param name="keys">A file of <c>export --format keys</c> to restore keys from; null for none.</param>
    /// <param name="cancellationToken">Stops the repair; the next call resumes it.</param>
    /// <exception cref="LibraryException"><c>library_not_found</c>, <c>not_a_library</c>, <c>library_in_use</c>, <c>library_newer</c>, <c>bad_keys</c>, or a disk error.</exception>
    public async Task<RepairResult> ExecuteAsync(string? keys, CancellationToken cancellationToken)
    {
        var rebuilt = DiskErrors.Guard("Repairing", _folder, () => RebuildIfNeeded(cancellationToken));
        var catalog = SqliteCatalog.Open(_folder, clock);
        await using var closed = catalog.ConfigureAwait(false);
        var (restored, differing) = keys is null ? (0, []) : KeyBackup.Restore(_folder, keys);
        var moved = new List<string>();
        foreach (var path in await UnknownFiles.ListAsync(catalog, cancellationToken).ConfigureAwait(false))
        {
            moved.Add(DiskErrors.Guard("Moving to lost+found", path, () => LostFound.Move(_folder, path)));
        }

        return (rebuilt ?? new RepairResult(false, null, 0, 0, 0, 0, 0, [], [], [])) with { Keys = restored, DifferingKeys = differing, Moved = moved };
    }

    private RepairResult? RebuildIfNeeded(CancellationToken cancellationToken)
    {
        var found = LibraryFolder.Inspect(_folder);
        if (found.IsFree)
        {
            throw new LibraryException("library_not_found", $"Repairing the library {_folder}: the folder is empty or missing. Check the path.");
        }

        if (!found.IsLibrary && !found.IsRepairable)
        {
            found.RequireUsable();
        }

        using var writeLock = LibraryLock.Acquire(_folder);
        if (IsIntact(found))
        {
            // A repair or a creation that died in its last step left a complete catalog and an unfinished marker.
            if (found.Marker is { State: not MarkerState.Ready } marker && (CatalogFile.Inspect(_folder).Id ?? marker.Id) is { } id)
            {
                new LibraryMarker(id, MarkerState.Ready).Write(_folder);
            }

            return null;
        }

        return Rebuild(found, cancellationToken);
    }

    private bool IsIntact(LibraryFolder found)
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
            report("Checking the catalog.");
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
        var isOwnCatalog = old.Fault is null && (found.Marker?.Id is null || old.Id is null || old.Id == found.Marker.Id);
        var marker = found.Marker is { State: MarkerState.Repairing } begun
            ? begun
            : new LibraryMarker(found.Marker?.Id ?? (isOwnCatalog ? old.Id : null) ?? Guid.NewGuid().ToString("n"), MarkerState.Repairing) { OldCatalogPath = FindFreeBackupPath(), OwnsOldCatalog = isOwnCatalog };
        if (found.Marker is null && NativeFile.GetKind(Path.Combine(_folder, LibraryLayout.Marker)) != PathKind.Missing)
        {
            LostFound.Move(_folder, LibraryLayout.Marker);
        }

        marker.Write(_folder);
        var oldCatalogPath = MoveOldCatalog(marker.OldCatalogPath!);
        report("Rebuilding the catalog from the manifest and the files.");
        var result = Build(marker, oldCatalogPath, cancellationToken);
        File.Move(Path.Combine(_folder, DraftName), Path.Combine(_folder, LibraryLayout.Database));
        NativeFile.Flush(_folder);
        new LibraryMarker(marker.Id, MarkerState.Ready).Write(_folder);
        return result;
    }

    private string FindFreeBackupPath()
    {
        for (var number = 1; ; number++)
        {
            var path = $"{LibraryLayout.LostFound}/catalog-{number}";
            if (NativeFile.GetKind(Path.Combine(_folder, path)) == PathKind.Missing)
            {
                return path;
            }
        }
    }

    /// <summary>Moves the old catalog after its log. A resumed repair finds the files of both that were moved before in the same folder.</summary>
    private string? MoveOldCatalog(string oldCatalogPath)
    {
        var target = Path.Combine(_folder, oldCatalogPath);
        foreach (var name in CatalogSuffixes.Select(static suffix => LibraryLayout.Database + suffix).Where(name => NativeFile.GetKind(Path.Combine(_folder, name)) != PathKind.Missing))
        {
            FolderSwap.CreateFolder(Path.GetDirectoryName(target)!);
            FolderSwap.CreateFolder(target);
            Rename(Path.Combine(_folder, name), Path.Combine(target, name));
        }

        if (NativeFile.GetKind(target) == PathKind.Missing)
        {
            return null;
        }

        NativeFile.Flush(target);
        NativeFile.Flush(_folder);
        report($"Moved the old catalog to {oldCatalogPath}.");
        return oldCatalogPath;
    }

    private static void Rename(string from, string to)
    {
        if (NativeFile.GetKind(from) == PathKind.Folder)
        {
            Directory.Move(from, to);
        }
        else
        {
            File.Move(from, to);
        }
    }

    private RepairResult Build(LibraryMarker marker, string? oldCatalogPath, CancellationToken cancellationToken)
    {
        var path = Path.Combine(_folder, DraftName);

        // The marker says "repairing", so an existing draft was left by a killed repair.
        File.Delete(path);
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString());
        connection.Open();

        // A draft that a crash interrupts is rebuilt from nothing, so one flush at the end is enough.
        connection.Execute("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF");
        Schema.Migrate(connection, _folder, Schema.Migrations);
        connection.Execute("BEGIN");
        var salvaged = oldCatalogPath is not null && marker.OwnsOldCatalog && NativeFile.GetKind(Path.Combine(_folder, oldCatalogPath, LibraryLayout.Database)) == PathKind.File
            ? CatalogSalvage.Copy(Path.Combine(_folder, oldCatalogPath), connection)
            : null;
        connection.Execute("UPDATE settings SET value = $id WHERE key = $key", ("$id", marker.Id), ("$key", Schema.LibraryId));
        var hasAllFiles = salvaged is not null && salvaged["artifacts"].IsComplete && salvaged["chunks"].IsComplete;
        var rebuild = new CatalogRebuild(_folder, connection, hasAllFiles, clock.GetUtcNow().ToUnixTimeMilliseconds());
        rebuild.Run(cancellationToken);
        connection.Execute("COMMIT");
        connection.Close();
        NativeFile.Flush(path);
        var (frames, streams, chunks) = rebuild.Restored;
        return new RepairResult(true, oldCatalogPath, salvaged?.Values.Sum(static t => t.Rows) ?? 0, frames, streams, chunks, 0, [], [], ListLosses(salvaged, frames));
    }

    private List<string> ListLosses(IReadOnlyDictionary<string, (long Rows, bool IsComplete)>? salvaged, long frames)
    {
        var lost = new List<string>();
        if (frames > 0)
        {
            lost.Add($"the scores of {frames} frames: 'mine' on their inputs scores them again; until then 'decide' does not change these frames");
        }

        if (salvaged is null || salvaged.Values.Any(static t => !t.IsComplete))
        {
            lost.Add("items that had failed or were pending, attempts, runs, jobs, API keys and webhooks, except those read from the old catalog");
        }

        if (StreamSecret.Read(_folder) is null && Directory.Exists(Path.Combine(_folder, LibraryLayout.Keys)))
        {
            lost.Add("the secret of the stream keys, unless the old catalog had it; key files are unchanged, and '--keys FILE' restores the secret from a backup");
        }

        return lost;
    }
}
