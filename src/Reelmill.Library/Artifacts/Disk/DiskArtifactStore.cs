using Reelmill.Core;
using Reelmill.Library.Catalog;
using Reelmill.Library.Files;

namespace Reelmill.Library.Artifacts.Disk;

/// <summary>Stores the files of a library in folders <c>kind/id</c>. Partly written files are never visible there.</summary>
/// <remarks>
/// Thread-safe. Only the process that has the library's catalog open for writing may use it. Every member throws
/// <see cref="LibraryException"/>: <c>disk_full</c>, <c>library_io</c> (stop) or <c>library_read_only</c>; a kind, id or
/// name with characters other than letters, digits, <c>.</c>, <c>_</c> and <c>-</c> is an <see cref="ArgumentException"/>.
/// </remarks>
/// <param name="folder">The library's folder.</param>
/// <param name="journal">Lists the files that the library may delete; the store deletes no others.</param>
public sealed class DiskArtifactStore(string folder, Journal journal) : IDisposable
{
    private readonly string _folder = Path.GetFullPath(folder);
    private readonly SemaphoreSlim _writeGate = new(1, 1);
    private readonly SessionFolder _session = new(Path.GetFullPath(folder), journal);

    /// <summary>Creates a staging folder for the files of one id.</summary>
    /// <param name="kind">The kind, such as <see cref="LibraryLayout.Frames"/>.</param>
    /// <param name="id">The id, such as a video's.</param>
    /// <param name="cancellationToken">Stops the wait for other writes.</param>
    /// <returns>The folder to fill and commit. Dispose it after the commit, or without one to discard the files.</returns>
    public async Task<StagedFolder> StageAsync(string kind, string id, CancellationToken cancellationToken = default)
    {
        var name = StagingName.New(ArtifactName.Check(kind), ArtifactName.Check(id));
        var path = Path.Combine(await _session.GetPathAsync(cancellationToken).ConfigureAwait(false), name);
        return new StagedFolder(_folder, kind, id, path, journal, _writeGate);
    }

    /// <summary>Creates an empty folder, on the same disk, for files that may become artifacts. The next sweep removes leftovers.</summary>
    /// <param name="kind">The kind, such as <see cref="LibraryLayout.Frames"/>.</param>
    /// <param name="id">The id, such as a video's.</param>
    /// <param name="cancellationToken">Stops the wait for other writes.</param>
    /// <returns>The folder's full path.</returns>
    public async Task<string> CreateScratchFolderAsync(string kind, string id, CancellationToken cancellationToken = default)
    {
        var name = StagingName.New(ArtifactName.Check(kind), ArtifactName.Check(id)) + ".work";
        var path = Path.Combine(await _session.GetPathAsync(cancellationToken).ConfigureAwait(false), name);
        DiskErrors.Guard("Creating", path, () => Directory.CreateDirectory(path));
        return path;
    }

    /// <summary>Reserves a unique path, on the same disk, for a temporary file. The next sweep removes leftovers.</summary>
    /// <param name="kind">The kind of file, such as <c>upload</c>.</param>
    /// <param name="cancellationToken">Stops the wait for other writes.</param>
    /// <returns>The full path of a file that does not exist.</returns>
    public async Task<string> ReserveTemporaryPathAsync(string kind, CancellationToken cancellationToken = default) =>
        Path.Combine(await _session.GetPathAsync(cancellationToken).ConfigureAwait(false), $"{ArtifactName.Check(kind)}-{Guid.NewGuid():n}");

    /// <summary>Adds or replaces one file. The file is durable when the call returns.</summary>
    /// <param name="kind">The kind, such as <see cref="LibraryLayout.Frames"/>.</param>
    /// <param name="id">The id, such as a video's.</param>
    /// <param name="name">The file's name.</param>
    /// <param name="bytes">The whole content; not referenced after the call.</param>
    /// <param name="cancellationToken">Stops the call; nothing is added.</param>
    public async Task<Artifact> AddAsync(
        string kind, string id, string name, ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken = default)
    {
        var target = Path.Combine(_folder, ArtifactName.Check(kind), ArtifactName.Check(id), ArtifactName.Check(name));
        var path = $"{kind}/{id}/{name}";
        if (kind != LibraryLayout.Keys)
        {
            // The catalog records no key files: the library recognizes a stream's keys by their names.
            await DisplaceAsync(kind, id, name, cancellationToken).ConfigureAwait(false);
            await journal.AddAsync([path], cancellationToken).ConfigureAwait(false);
        }

        var temporary = await ReserveTemporaryPathAsync(kind, cancellationToken).ConfigureAwait(false);
        var sha256 = await DiskErrors.GuardAsync("Adding", target, () => AddAsync(temporary, target, bytes, cancellationToken)).ConfigureAwait(false);
        return new Artifact(path, sha256, bytes.Length);
    }

    /// <summary>Moves a finished file into the library. The file and its name are durable when the call returns.</summary>
    /// <param name="kind">The kind, such as <see cref="LibraryLayout.Chunks"/>.</param>
    /// <param name="id">The id, such as an item's.</param>
    /// <param name="name">The file's name; an existing file is replaced.</param>
    /// <param name="path">The finished file on the same disk, such as in a folder from <see cref="CreateScratchFolderAsync"/>.</param>
    public void Adopt(string kind, string id, string name, string path)
    {
        var target = Path.Combine(_folder, ArtifactName.Check(kind), ArtifactName.Check(id), ArtifactName.Check(name));
        DiskErrors.Guard("Adding", target, () => FolderSwap.CreateFolder(Path.GetDirectoryName(Path.GetDirectoryName(target)!)!));
        AtomicFile.MoveIntoPlace(path, target);
    }

    /// <summary>Deletes one file that the journal lists, and its folder if that is then empty.</summary>
    /// <param name="path">An artifact's path.</param>
    /// <param name="cancellationToken">Stops the wait for other writes.</param>
    /// <returns>Whether the file existed, was in the journal and was deleted.</returns>
    public async Task<bool> RemoveAsync(string path, CancellationToken cancellationToken = default)
    {
        var full = FullPath(path);
        if (!await journal.HasAsync(path, cancellationToken).ConfigureAwait(false))
        {
            return false;
        }

        await _writeGate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return DiskErrors.Guard("Removing", full, () => Remove(full));
        }
        finally
        {
            _writeGate.Release();
        }
    }

    /// <summary>Whether an artifact's file exists with the recorded size.</summary>
    /// <param name="file">The artifact.</param>
    public bool Has(Artifact file) => new FileInfo(FullPath(file.Path)) is { Exists: true } found && found.Length == file.Bytes;

    /// <summary>Resolves an artifact's path to a full path; the file need not exist.</summary>
    /// <param name="path">An artifact's path: <c>kind/id/name</c>.</param>
    public string FullPath(string path) => FullPath(_folder, path);

    /// <summary>Resolves the path of a library's artifact to a full path; the file need not exist.</summary>
    /// <param name="folder">The library's folder.</param>
    /// <param name="path">An artifact's path: <c>kind/id/name</c>.</param>
    public static string FullPath(string folder, string path)
    {
        var parts = path.Split('/');
        return parts.Length == 3
            ? Path.Combine(Path.GetFullPath(folder), ArtifactName.Check(parts[0]), ArtifactName.Check(parts[1]), ArtifactName.Check(parts[2]))
            : throw new ArgumentException($"'{path}' is not an artifact's path: use 'kind/id/name'.", nameof(path));
    }

    /// <summary>
    /// Reconciles the disk with the catalog after a crash: rolls back replacements that were not recorded, and deletes files
    /// that are in the journal and not in the catalog. Files in neither stay. Call it once, before any work.
    /// </summary>
    /// <param name="known">Every file that the catalog records, grouped by folder.</param>
    /// <param name="cancellationToken">Stops the sweep between folders; the next sweep resumes it.</param>
    public async Task<SweepResult> SweepAsync(IAsyncEnumerable<Artifact> known, CancellationToken cancellationToken = default)
    {
        var journaled = await journal.ListAsync(string.Empty, cancellationToken).ConfigureAwait(false);
        var sweep = DiskErrors.Guard("Sweeping", _folder, () => new Sweep(_folder, journaled));
        var group = new List<Artifact>();
        await foreach (var artifact in known.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            if (group.Count > 0 && Sweep.GetFolder(group[0]) != Sweep.GetFolder(artifact))
            {
                DiskErrors.Guard("Sweeping", _folder, () => sweep.CheckFolder(group));
                group.Clear();
            }

            group.Add(artifact);
        }

        var result = DiskErrors.Guard("Sweeping", _folder, () => sweep.Complete(group));
        await journal.RemoveAsync(sweep.Handled, cancellationToken).ConfigureAwait(false);
        return result;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _session.Dispose();
        _writeGate.Dispose();
    }

    private static bool Remove(string path)
    {
        if (!File.Exists(path))
        {
            return false;
        }

        // No flush: if power loss undoes the removal, the next sweep repeats it.
        File.Delete(path);
        var parent = Path.GetDirectoryName(path)!;
        if (!Directory.EnumerateFileSystemEntries(parent).Any())
        {
            Directory.Delete(parent);
        }

        return true;
    }

    /// <summary>Moves a foreign file that has the name of a new artifact to <c>lost+found</c>.</summary>
    private async Task DisplaceAsync(string kind, string id, string name, CancellationToken cancellationToken)
    {
        var path = Path.Combine(kind, id, name);
        if (NativeFile.GetKind(Path.Combine(_folder, path)) != PathKind.Missing
            && !(await journal.KnownNamesAsync(kind, id, cancellationToken).ConfigureAwait(false)).Contains(name))
        {
            DiskErrors.Guard("Moving to lost+found", path, () => LostFound.Move(_folder, path));
        }
    }

    private async Task<string> AddAsync(
        string temporary, string target, ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        try
        {
            var sha256 = await DurableFile.WriteAsync(temporary, bytes, cancellationToken).ConfigureAwait(false);
            NativeFile.Flush(temporary);
            await _writeGate.WaitAsync(cancellationToken).ConfigureAwait(false);
            try
            {
                var parent = Path.GetDirectoryName(target)!;
                FolderSwap.CreateFolder(Path.GetDirectoryName(parent)!);
                FolderSwap.CreateFolder(parent);
                File.Move(temporary, target, overwrite: true);
                NativeFile.Flush(parent);
                return sha256;
            }
            finally
            {
                _writeGate.Release();
            }
        }
        finally
        {
            CleanUp.Remove(temporary);
        }
    }
}
