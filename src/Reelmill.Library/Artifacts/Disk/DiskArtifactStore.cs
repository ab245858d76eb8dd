namespace Reelmill.Library.Artifacts.Disk;

/// <summary>The files of a library, in folders <c>kind/id</c>. Nothing half-written is ever visible in them.</summary>
/// <remarks>
/// Thread-safe. Only the process that has the library's catalog open for writing may write here. Every member throws
/// <see cref="LibraryException"/>: <c>disk_full</c>, <c>library_io</c> (stop) or <c>library_read_only</c>; a kind, id or
/// name that is not made of letters, digits, <c>.</c>, <c>_</c> and <c>-</c> is an <see cref="ArgumentException"/>.
/// </remarks>
/// <param name="folder">The library's folder.</param>
public sealed class DiskArtifactStore(string folder) : IDisposable
{
    private readonly string _folder = Path.GetFullPath(folder);
    private readonly SemaphoreSlim _turn = new(1, 1);

    /// <summary>Begins to make the files of one id.</summary>
    /// <param name="kind">The kind, such as <see cref="LibraryLayout.Frames"/>.</param>
    /// <param name="id">The id, such as a video's.</param>
    /// <returns>A folder to fill and commit; dispose it after the commit, or instead of it.</returns>
    public StagedFolder Stage(string kind, string id) =>
        new(_folder, ArtifactName.Check(kind), ArtifactName.Check(id), _turn);

    /// <summary>Makes an empty folder for files on their way to becoming artifacts, on the same disk; the next sweep removes what is left.</summary>
    /// <param name="kind">The kind, such as <see cref="LibraryLayout.Frames"/>.</param>
    /// <param name="id">The id, such as a video's.</param>
    /// <returns>Its full path.</returns>
    public string Scratch(string kind, string id)
    {
        var path = Path.Combine(_folder, LibraryLayout.Staging, StagingName.New(ArtifactName.Check(kind), ArtifactName.Check(id)) + ".work");
        Guard("Making", path, () => Directory.CreateDirectory(path));
        return path;
    }

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
        var temporary = Path.Combine(_folder, LibraryLayout.Staging, StagingName.New(kind, id) + ".part");
        var sha256 = await GuardAsync("Adding", target, () => AddAsync(temporary, target, bytes, cancellationToken)).ConfigureAwait(false);
        return new Artifact($"{kind}/{id}/{name}", sha256, bytes.Length);
    }

    /// <summary>Moves a finished file into its place; it and its name are durable when the call returns.</summary>
    /// <param name="kind">The kind, such as <see cref="LibraryLayout.Chunks"/>.</param>
    /// <param name="id">The id, such as an item's.</param>
    /// <param name="name">The file's name; one that is there is replaced.</param>
    /// <param name="path">The file, on the same disk, such as in a folder from <see cref="Scratch"/>.</param>
    public void Adopt(string kind, string id, string name, string path)
    {
        var target = Path.Combine(_folder, ArtifactName.Check(kind), ArtifactName.Check(id), ArtifactName.Check(name));
        Guard("Adding", target, () => FolderSwap.Make(Path.GetDirectoryName(Path.GetDirectoryName(target)!)!));
        AtomicFile.Place(path, target);
    }

    /// <summary>Removes one file, and its folder when that is empty then.</summary>
    /// <param name="path">An artifact's path.</param>
    /// <param name="cancellationToken">Stops the wait for other changes.</param>
    /// <returns>Whether it was there.</returns>
    public async Task<bool> RemoveAsync(string path, CancellationToken cancellationToken = default)
    {
        var full = FullPath(path);
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

    /// <summary>Where an artifact is on this machine; whether it is there is another question.</summary>
    /// <param name="path">An artifact's path: <c>kind/id/name</c>.</param>
    public string FullPath(string path)
    {
        var parts = path.Split('/');
        return parts.Length == 3
            ? Path.Combine(_folder, ArtifactName.Check(parts[0]), ArtifactName.Check(parts[1]), ArtifactName.Check(parts[2]))
            : throw new ArgumentException($"'{path}' is not an artifact's path: it is made of a kind, an id and a name.", nameof(path));
    }

    /// <summary>
    /// Makes the disk agree with the catalog after a crash: undoes replacements that were not recorded and removes all
    /// else that the catalog does not know. Call it once, before any work.
    /// </summary>
    /// <param name="kinds">The kinds to sweep.</param>
    /// <param name="known">Every file of these kinds that the catalog knows, with those of one folder next to each other.</param>
    /// <param name="cancellationToken">Stops the sweep between folders; the next one goes on.</param>
    public async Task<SweepResult> SweepAsync(
        IReadOnlyList<string> kinds, IAsyncEnumerable<Artifact> known, CancellationToken cancellationToken = default)
    {
        var sweep = new Sweep(_folder, kinds);
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

        return Guard("Sweeping", _folder, () => sweep.End(group));
    }

    /// <inheritdoc/>
    public void Dispose() => _turn.Dispose();

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

    private async Task<string> AddAsync(
        string temporary, string target, ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(temporary)!);
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
            File.Delete(temporary);
        }
    }
}
