using Reelmill.Core;

namespace Reelmill.Library.Artifacts.Disk;

/// <summary>Writes whole files: a reader sees the old one or the new one, also after a crash.</summary>
public static class AtomicFile
{
    private const int CompareSize = 64 * 1024;

    /// <summary>Writes a file next to its place, makes it durable and renames it; an equal file is left untouched.</summary>
    /// <param name="path">The file; its folder is made when it is not there.</param>
    /// <param name="write">Writes the whole content.</param>
    /// <param name="cancellationToken">Stops the write; then the old file stays.</param>
    /// <returns>Whether the content differs from what was there.</returns>
    /// <exception cref="LibraryException">
    /// <c>output_in_use</c> (another process is writing the same file), <c>disk_full</c>, <c>library_io</c> or
    /// <c>library_read_only</c>.
    /// </exception>
    public static Task<bool> WriteAsync(
        string path, Func<Stream, CancellationToken, Task> write, CancellationToken cancellationToken = default)
    {
        path = Path.GetFullPath(path);
        return DiskArtifactStore.GuardAsync("Writing", path, () => WriteGuardedAsync(path, write, cancellationToken));
    }

    /// <summary>Moves a finished file into its place; it and its name are durable when the call returns.</summary>
    /// <param name="from">The file.</param>
    /// <param name="to">Its place, on the same disk; what is there is replaced, and its folder is made when it is not there.</param>
    /// <exception cref="LibraryException"><c>disk_full</c>, <c>library_io</c> or <c>library_read_only</c>.</exception>
    public static void Place(string from, string to) => DiskArtifactStore.Guard("Writing", to, () =>
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(to))!;
        NativeFile.Flush(from);
        FolderSwap.Make(folder);
        File.Move(from, to, overwrite: true);
        NativeFile.Flush(folder);
    });

    private static async Task<bool> WriteGuardedAsync(
        string path, Func<Stream, CancellationToken, Task> write, CancellationToken cancellationToken)
    {
        var folder = Path.GetDirectoryName(path)!;
        Directory.CreateDirectory(folder);

        // One fixed name, so that what a crash leaves is overwritten by the next write rather than left for good.
        var temporary = Path.Combine(folder, $".{Path.GetFileName(path)}.tmp");
        var stream = Create(temporary, path);
        await using var closed = stream.ConfigureAwait(false);
        try
        {
            await write(stream, cancellationToken).ConfigureAwait(false);
            await stream.FlushAsync(cancellationToken).ConfigureAwait(false);
            if (await EqualsFileAsync(stream, path, cancellationToken).ConfigureAwait(false))
            {
                File.Delete(temporary);
                return false;
            }

            stream.Flush(flushToDisk: true);
            File.Move(temporary, path, overwrite: true);
            NativeFile.Flush(folder);
            return true;
        }
        catch
        {
            CleanUp.Remove(temporary);
            await CleanUp.QuietlyAsync(stream.DisposeAsync).ConfigureAwait(false);
            throw;
        }
    }

    private static FileStream Create(string temporary, string path)
    {
        try
        {
            return new FileStream(temporary, FileMode.Create, FileAccess.ReadWrite, FileShare.None, CompareSize, useAsync: true);
        }
        catch (IOException e) when (DiskErrors.IsLocked(e))
        {
            throw new LibraryException(
                "output_in_use", $"Writing {path}: another process is writing it. Wait for it or choose another path.", e);
        }
    }

    private static async Task<bool> EqualsFileAsync(FileStream stream, string path, CancellationToken cancellationToken)
    {
        if (!File.Exists(path) || new FileInfo(path).Length != stream.Length)
        {
            return false;
        }

        using var other = File.OpenRead(path);
        var (mine, theirs) = (new byte[CompareSize], new byte[CompareSize]);
        stream.Position = 0;
        int read;
        while ((read = await stream.ReadAtLeastAsync(mine, CompareSize, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false)) > 0)
        {
            await other.ReadAtLeastAsync(theirs, read, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
            if (!mine.AsSpan(0, read).SequenceEqual(theirs.AsSpan(0, read)))
            {
                return false;
            }
        }

        return true;
    }
}
