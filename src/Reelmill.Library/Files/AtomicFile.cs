using Reelmill.Core;

namespace Reelmill.Library.Files;

/// <summary>Replaces files atomically: a reader sees the old content or the new one, even after a crash.</summary>
public static class AtomicFile
{
    private const int CompareSize = 64 * 1024;

    /// <summary>Writes a temporary file beside the target, flushes it and renames it to the target. A target with equal content is left untouched.</summary>
    /// <param name="path">The target; a missing folder is created.</param>
    /// <param name="write">Writes the whole content.</param>
    /// <param name="cancellationToken">Stops the write; the old file stays.</param>
    /// <returns>Whether the content changed.</returns>
    /// <exception cref="LibraryException">
    /// <c>output_in_use</c> (another process is writing the same file), <c>disk_full</c>, <c>library_io</c> or
    /// <c>library_read_only</c>.
    /// </exception>
    public static Task<bool> WriteAsync(
        string path, Func<Stream, CancellationToken, Task> write, CancellationToken cancellationToken = default)
    {
        path = Path.GetFullPath(path);
        return DiskErrors.GuardAsync("Writing", path, () => WriteGuardedAsync(path, write, cancellationToken));
    }

    /// <summary>Moves a finished file to its target. The file and its name are durable when the call returns.</summary>
    /// <param name="from">The finished file.</param>
    /// <param name="to">The target on the same disk; an existing file is replaced, and a missing folder is created.</param>
    /// <exception cref="LibraryException"><c>disk_full</c>, <c>library_io</c> or <c>library_read_only</c>.</exception>
    public static void MoveIntoPlace(string from, string to) => DiskErrors.Guard("Writing", to, () =>
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(to))!;
        NativeFile.Flush(from);
        FolderSwap.CreateFolder(folder);
        File.Move(from, to, overwrite: true);
        NativeFile.Flush(folder);
    });

    private static async Task<bool> WriteGuardedAsync(
        string path, Func<Stream, CancellationToken, Task> write, CancellationToken cancellationToken)
    {
        var folder = Path.GetDirectoryName(path)!;
        Directory.CreateDirectory(folder);

        // A fixed name, so that the next write overwrites what a crash has left.
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
                "output_in_use", $"Writing {path}: another process is writing to that file. Wait for the other process, or name another path.", e);
        }
    }

    private static async Task<bool> EqualsFileAsync(FileStream stream, string path, CancellationToken cancellationToken)
    {
        if (!File.Exists(path) || new FileInfo(path).Length != stream.Length)
        {
            return false;
        }

        using var existing = File.OpenRead(path);
        var (newBytes, existingBytes) = (new byte[CompareSize], new byte[CompareSize]);
        stream.Position = 0;
        int read;
        while ((read = await stream.ReadAtLeastAsync(newBytes, CompareSize, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false)) > 0)
        {
            await existing.ReadAtLeastAsync(existingBytes, read, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
            if (!newBytes.AsSpan(0, read).SequenceEqual(existingBytes.AsSpan(0, read)))
            {
                return false;
            }
        }

        return true;
    }
}
