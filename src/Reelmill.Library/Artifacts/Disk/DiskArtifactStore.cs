using Reelmill.Core;
using Reelmill.Library.Ownership;

namespace Reelmill.Library.Artifacts.Disk;

/// <summary>The files of a library, in folders <c>kind/id</c>. Nothing half-written is ever visible in them.</summary>
/// <remarks>
/// Thread-safe. Only the process that has the library's catalog open for writing may write here. Every member throws
/// <see cref="LibraryException"/>: <c>disk_full</c>, <c>library_io</c> (stop) or <c>library_read_only</c>; a kind, id or
/// name that is not made of letters, digits, <c>.</c>, <c>_</c> and <c>-</c> is an <see cref="ArgumentException"/>.
/// </remarks>
/// <param name="folder">The library's folder.</param>
/// <param name="journal">Where the library notes what it may remove; nothing else is removed.</param>
public sealed class DiskArtifactStore(string folder, Journal journal) : IDisposable
{
    private readonly string _folder = Path.GetFullPath(folder);
    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly SessionFolder _session = new(Path.GetFullPath(folder), journal);

    /// <summary>Begins to make the files of one id.</summary>
    /// <param name="kind">The kind, such as <see cref="LibraryLayout.Frames"/>.</param>
    /// <param name="id">The id, such as a video's.</param>
    /// <param name="cancellationToken">Stops the wait for other writes.</param>
    /// <returns>A folder to fill and commit; dispose it after the commit, or instead of it.</returns>
    public async Task<StagedFolder> StageAsync(string kind, string id, CancellationToken cancellationToken = default)
    {
        var name = StagingName.New(ArtifactName.Check(kind), ArtifactName.Check(id));
        var path = Path.Combine(await _session.PathAsync(cancellationToken).ConfigureAwait(false), name);
        return new StagedFolder(_folder, kind, id, path, journal, _turn);
    }

    /// <summary>Makes an empty folder for files on their way to becoming artifacts, on the same disk; the next sweep removes what is left.</summary>
    /// <param name="kind">The kind, such as <see cref="LibraryLayout.Frames"/>.</param>
    /// <param name="id">The id, such as a video's.</param>
    /// <param name="cancellationToken">Stops the wait for other writes.</param>
    /// <returns>Its full path.</returns>
    public async Task<string> ScratchAsync(string kind, string id, CancellationToken cancellationToken = default)
    {
        var name = StagingName.New(ArtifactName.Check(kind), ArtifactName.Check(id)) + ".work";
        var path = Path.Combine(await _session.PathAsync(cancellationToken).ConfigureAwait(false), name);
        Guard("Making", path, () => Directory.CreateDirectory(path));
        return path;
    }

    /// <summary>Gives a free name for a file that is needed for a moment, on the same disk; the next sweep removes what is left.</summary>
    /// <param name="kind">What the file is, such as <c>upload</c>.</param>
    /// <param name="cancellationToken">Stops the wait for other writes.</param>
    /// <returns>The full path of a file that does not exist.</returns>
    public async Task<string> TemporaryAsync(string kind, CancellationToken cancellationToken = default) =>
        Path.Combine(await _session.PathAsync(cancellationToken).ConfigureAwait(false), $"{ArtifactName.Check(kind)}-{Guid.NewGuid():n}");

    /// <summary>Adds or replaces one file; it is durable when the call returns.</summary>
    /// <param name="kind">The kind, such as <see cref="LibraryLayout.Frames"/>.</param>
    /// <param name="id">The id, such as a video's.</param>
    /// <param name="name">The file's name.</param>
    /// <param name="bytes">The whole content; not held after the call.</param>
    /// <param name="cancellationToken">Stops the call; then nothing was added.</param>
    public async Task<Artifact> AddAsync(
        string kind, string id, string name, ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken = default)
    {
        var target = Path.Combine(_folder, ArtifactName.Check(kind), ArtifactName.Check(id), ArtifactName.Check(name));
        var path = $"{kind}/{id}/{name}";
        if (kind != LibraryLayout.Keys)
        {
            // The catalog records no keys: a stream's key files are its own by their names.
            await DisplaceAsync(kind, id, name, cancellationToken).ConfigureAwait(false);
            await journal.AddAsync([path], cancellationToken).ConfigureAwait(false);
        }

        var temporary = await TemporaryAsync(kind, cancellationToken).ConfigureAwait(false);
        var sha256 = await GuardAsync("Adding", target, () => AddAsync(temporary, target, bytes, cancellationToken)).ConfigureAwait(false);
        return new Artifact(path, sha256, bytes.Length);
    }

    /// <summary>Moves a finished file into its place; it and its name are durable when the call returns.</summary>
    /// <param name="kind">The kind, such as <see cref="LibraryLayout.Chunks"/>.</param>
    /// <param name="id">The id, such as an item's.</param>
    /// <param name="name">The file's name; one that is there is replaced.</param>
    /// <param name="path">The file, on the same disk, such as in a folder from <see cref="ScratchAsync"/>.</param>
    public void Adopt(string kind, string id, string name, string path)
    {
        var target = Path.Combine(_folder, ArtifactName.Check(kind), ArtifactName.Check(id), ArtifactName.Check(name));
        Guard("Adding", target, () => FolderSwap.Make(Path.GetDirectoryName(Path.GetDirectoryName(target)!)!));
        AtomicFile.Place(path, target);
    }

    /// <summary>Removes one file that the library knows for its own and records no more, and its folder when that is empty then.</summary>
    /// <param name="path">An artifact's path.</param>
    /// <param name="cancellationToken">Stops the wait for other changes.</param>
    /// <returns>Whether it was there and the library's to remove.</returns>
    public async Task<bool> RemoveAsync(string path, CancellationToken cancellationToken = default)
    {
        var full = FullPath(path);
        if (!await journal.HasAsync(path, cancellationToken).ConfigureAwait(false))
        {
            return false;
        }

        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return Guard("Removing", full, () => Remove(full));
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Whether a file is there with the size that it should have.</summary>
    /// <param name="file">The file.</param>
    public bool Has(Artifact file) => new FileInfo(FullPath(file.Path)) is { Exists: true } found && found.Length == file.Bytes;

    /// <summary>Where an artifact is on this machine; whether it is there is another question.</summary>
    /// <param name="path">An artifact's path: <c>kind/id/name</c>.</param>
    public string FullPath(string path) => FullPath(_folder, path);

    /// <summary>Where an artifact of a library is on this machine; whether it is there is another question.</summary>
    /// <param name="folder">The library's folder.</param>
    /// <param name="path">An artifact's path: <c>kind/id/name</c>.</param>
    public static string FullPath(string folder, string path)
    {
        var parts = path.Split('/');
        return parts.Length == 3
            ? Path.Combine(Path.GetFullPath(folder), ArtifactName.Check(parts[0]), ArtifactName.Check(parts[1]), ArtifactName.Check(parts[2]))
            : throw new ArgumentException($"'{path}' is not an artifact's path: it is made of a kind, an id and a name.", nameof(path));
    }

    /// <summary>
    /// Makes the disk agree with the catalog after a crash: undoes replacements that were not recorded and removes what
    /// the journal names and the catalog does not. Files that neither knows stay. Call it once, before any work.
    /// </summary>
    /// <param name="known">Every file that the catalog records, with those of one folder next to each other.</param>
    /// <param name="cancellationToken">Stops the sweep between folders; the next one goes on.</param>
    public async Task<SweepResult> SweepAsync(IAsyncEnumerable<Artifact> known, CancellationToken cancellationToken = default)
    {
        var owed = await journal.ListAsync(string.Empty, cancellationToken).ConfigureAwait(false);
        var sweep = Guard("Sweeping", _folder, () => new Sweep(_folder, owed));
        var group = new List<Artifact>();
        await foreach (var artifact in known.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            if (group.Count > 0 && Sweep.FolderOf(group[0]) != Sweep.FolderOf(artifact))
            {
                Guard("Sweeping", _folder, () => sweep.Known(group));
                group.Clear();
            }

            group.Add(artifact);
        }

        var result = Guard("Sweeping", _folder, () => sweep.End(group));
        await journal.RemoveAsync(sweep.Settled, cancellationToken).ConfigureAwait(false);
        return result;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _session.Dispose();
        _turn.Dispose();
    }

    internal static void Guard(string doing, string path, Action work) => Guard(
        doing,
        path,
        () =>
        {
            work();
            return true;
        });

    internal static T Guard<T>(string doing, string path, Func<T> work)
    {
        try
        {
            return work();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw DiskErrors.Explain(e, doing, path);
        }
    }

    internal static async Task<T> GuardAsync<T>(string doing, string path, Func<Task<T>> work)
    {
        try
        {
            return await work().ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw DiskErrors.Explain(e, doing, path);
        }
    }

    private static bool Remove(string path)
    {
        if (!File.Exists(path))
        {
            return false;
        }

        // No flush: a removal that power loss undoes is done again by the next sweep.
        File.Delete(path);
        var parent = Path.GetDirectoryName(path)!;
        if (!Directory.EnumerateFileSystemEntries(parent).Any())
        {
            Directory.Delete(parent);
        }

        return true;
    }

    /// <summary>A file of somebody that has the name of one to come goes to <c>lost+found</c>.</summary>
    private async Task DisplaceAsync(string kind, string id, string name, CancellationToken cancellationToken)
    {
        var path = Path.Combine(kind, id, name);
        if (NativeFile.KindOf(Path.Combine(_folder, path)) != PathKind.Missing
            && !(await journal.KnownNamesAsync(kind, id, cancellationToken).ConfigureAwait(false)).Contains(name))
        {
            Guard("Moving to lost+found", path, () => LostFound.Move(_folder, path));
        }
    }

    private async Task<string> AddAsync(
        string temporary, string target, ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        try
        {
            var sha256 = await DurableFile.WriteAsync(temporary, bytes, cancellationToken).ConfigureAwait(false);
            NativeFile.Flush(temporary);
            await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
            try
            {
                var parent = Path.GetDirectoryName(target)!;
                FolderSwap.Make(Path.GetDirectoryName(parent)!);
                FolderSwap.Make(parent);
                File.Move(temporary, target, overwrite: true);
                NativeFile.Flush(parent);
                return sha256;
            }
            finally
            {
                _turn.Release();
            }
        }
        finally
        {
            CleanUp.Remove(temporary);
        }
    }
}
