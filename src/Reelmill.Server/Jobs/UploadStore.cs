using System.Security.Cryptography;
using Reelmill.Core;
using Reelmill.Library;
using Reelmill.Library.Files;
using Reelmill.Library.Jobs;
using Reelmill.Media.Fetching;
using Reelmill.Pipelines.Services;
using Reelmill.Server.Http;

namespace Reelmill.Server.Jobs;

/// <summary>A file that a client uploaded.</summary>
/// <param name="Path">The path of the file on the server.</param>
/// <param name="Name">The client's name of the file; never part of a path.</param>
/// <param name="Bytes">The size.</param>
internal sealed record Upload(string Path, string Name, long Bytes);

/// <summary>Stores uploads in the library's folder under the hash of their content, so that a file that is uploaded twice is stored once.</summary>
/// <param name="options">The server's options.</param>
/// <param name="library">The library, whose journal records the name of an upload before the file exists.</param>
/// <param name="jobs">Tells which uploads jobs still need.</param>
/// <param name="time">The clock.</param>
/// <remarks>Thread-safe, also for concurrent uploads of the same file.</remarks>
internal sealed class UploadStore(ServerOptions options, LibrarySession library, JobStore jobs, TimeProvider time) : IDisposable
{
    /// <summary>The hex digits of the SHA-256 in a file name: 96 bits, enough that two contents do not collide by accident.</summary>
    private const int NameDigits = 24;
    private const int BufferBytes = 1 << 17;
    private const int MaxNameCharacters = 255;
    private const long MaxReservedBytes = 1L << 30;
    private const int ReservedShare = 20;

    /// <summary>The bytes that are written between two checks of the free space.</summary>
    private const long SpaceCheckBytes = 4L << 20;

    private readonly string _folder = Path.Combine(Path.GetFullPath(options.Library), LibraryLayout.Uploads);

    // The files of submissions that are not jobs yet, each with its number of submissions.
    private readonly Dictionary<string, int> _arriving = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _lock = new(1, 1);

    /// <summary>Streams a file to disk and keeps it at least until <see cref="ReleaseAsync"/>.</summary>
    /// <param name="content">The content of the file.</param>
    /// <param name="name">The client's name of the file.</param>
    /// <param name="cancellationToken">Cancels the upload and deletes the partial file.</param>
    /// <exception cref="RequestException"><c>too_large</c>; <c>disk_full</c>.</exception>
    public async Task<Upload> SaveAsync(Stream content, string? name, CancellationToken cancellationToken)
    {
        RequireSpace();
        Directory.CreateDirectory(_folder);
        var part = await library.Artifacts.ReserveTemporaryPathAsync("upload", cancellationToken).ConfigureAwait(false);
        try
        {
            var (hash, bytes) = await WriteAsync(content, part, cancellationToken).ConfigureAwait(false);
            var path = Path.Combine(_folder, hash + GetExtension(name));
            await MoveIntoPlaceAsync(part, path).ConfigureAwait(false);
            return new Upload(path, SanitizeName(name), bytes);
        }
        finally
        {
            CleanUp.Remove(part);
        }
    }

    /// <summary>Whether a source is an upload.</summary>
    public bool Owns(string source) => source.StartsWith(_folder + Path.DirectorySeparatorChar, StringComparison.Ordinal);

    /// <summary>Ends a submission and deletes its files unless a job uses them.</summary>
    public async Task ReleaseAsync(IEnumerable<Upload> files)
    {
        foreach (var path in files.Select(static f => f.Path))
        {
            await WithLockAsync(() =>
            {
                if (--_arriving[path] == 0)
                {
                    _arriving.Remove(path);
                }

                return Task.FromResult(true);
            }).ConfigureAwait(false);
            await RemoveUnlessAsync(jobs.IsUsedAsync, path, CancellationToken.None).ConfigureAwait(false);
        }
    }

    /// <summary>Deletes an upload that no job and no submission in progress uses.</summary>
    public Task RemoveUnusedAsync(string source, CancellationToken cancellationToken) => RemoveUnlessAsync(jobs.IsUsedAsync, source, cancellationToken);

    /// <summary>Deletes an upload that no job will read again and no submission in progress uses.</summary>
    /// <returns>Whether the file was deleted.</returns>
    public Task<bool> RemoveUnwantedAsync(string source, CancellationToken cancellationToken) => RemoveUnlessAsync(jobs.IsUsedByActiveJobAsync, source, cancellationToken);

    /// <summary>Lists all uploads, least recently used first. Files in the folder that the journal does not list are ignored, because they are not the library's.</summary>
    public async Task<IReadOnlyList<FileInfo>> ListAsync(CancellationToken cancellationToken)
    {
        var names = await library.Journal.ListAsync(LibraryLayout.Uploads, cancellationToken).ConfigureAwait(false);
        return
        [
            .. names.Select(name => new FileInfo(Path.Combine(Path.GetFullPath(options.Library), name))).Where(static f => f.Exists)
                .OrderBy(static f => f.LastAccessTimeUtc).ThenBy(static f => f.Name, StringComparer.Ordinal),
        ];
    }

    public void Dispose() => _lock.Dispose();

    private Task<bool> RemoveUnlessAsync(Func<string, CancellationToken, Task<bool>> isNeeded, string source, CancellationToken cancellationToken) => WithLockAsync(async () =>
    {
        if (!Owns(source) || _arriving.ContainsKey(source) || await isNeeded(source, cancellationToken).ConfigureAwait(false))
        {
            return false;
        }

        var path = GetPath(source);
        if (!await library.Journal.HasAsync(path, cancellationToken).ConfigureAwait(false))
        {
            return false;
        }

        File.Delete(source);
        await library.Journal.RemoveAsync([path], cancellationToken).ConfigureAwait(false);
        return true;
    });


    private Task<bool> MoveIntoPlaceAsync(string part, string path) => WithLockAsync(async () =>
    {
        if (!File.Exists(path))
        {
            // An existing file has the same content and may be in use, so it is not replaced.
            await library.Journal.AddAsync([GetPath(path)], CancellationToken.None).ConfigureAwait(false);
            File.Move(part, path);
        }

        // Only the access time changes: a run compares the modification time to recognize finished work.
        File.SetLastAccessTimeUtc(path, time.GetUtcNow().UtcDateTime);
        _arriving[path] = _arriving.GetValueOrDefault(path) + 1;
        return true;
    });

    private async Task<bool> WithLockAsync(Func<Task<bool>> action)
    {
        await _lock.WaitAsync(CancellationToken.None).ConfigureAwait(false);
        try
        {
            return await action().ConfigureAwait(false);
        }
        finally
        {
            _lock.Release();
        }
    }

    /// <summary>Refuses the upload when the disk is nearly full: an upload that took the last space would stall the running jobs.</summary>
    private void RequireSpace()
    {
        var reserved = options.MinFreeBytes ?? Math.Min(MaxReservedBytes, FreeSpace.GetTotal(_folder) / ReservedShare);
        var free = FreeSpace.GetAvailable(_folder);
        if (free < reserved)
        {
            throw new RequestException(
                "disk_full", $"Receiving an upload: the server's disk has {free >> 10} KiB free, and {reserved >> 10} KiB are reserved. Free some space and send the file again.", 507);
        }
    }

    private async Task<(string Hash, long Bytes)> WriteAsync(Stream content, string path, CancellationToken cancellationToken)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, 0, FileOptions.Asynchronous);
        await using var _ = file.ConfigureAwait(false);
        var buffer = new byte[BufferBytes];
        long bytes = 0;
        for (int read; (read = await content.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0;)
        {
            bytes += read;
            if (bytes > options.MaxUploadBytes)
            {
                throw new RequestException("too_large", $"Receiving an upload: the file is larger than the server's limit of {options.MaxUploadBytes} bytes. Send a smaller file, or raise '--max-upload'.", 413);
            }

            if (bytes / SpaceCheckBytes != (bytes - read) / SpaceCheckBytes)
            {
                RequireSpace();
            }

            hash.AppendData(buffer, 0, read);
            await file.WriteAsync(buffer.AsMemory(0, read), cancellationToken).ConfigureAwait(false);
        }

        file.Flush(flushToDisk: true);
        return (Convert.ToHexStringLower(hash.GetHashAndReset())[..NameDigits], bytes);
    }

    private static string GetPath(string source) => $"{LibraryLayout.Uploads}/{Path.GetFileName(source)}";

    /// <summary>Gets the extension of a known media type, or none. Pipelines detect the type from the content.</summary>
    private static string GetExtension(string? name)
    {
        var extension = Path.GetExtension(name ?? "").ToLowerInvariant();
        return MediaExtensions.Video.Contains(extension) || MediaExtensions.Image.Contains(extension) || extension == ".tar" ? extension : "";
    }

    private static string SanitizeName(string? name)
    {
        var last = (name ?? "").Replace('\\', '/').Split('/')[^1];
        var shown = new string([.. last.Where(static c => !char.IsControl(c)).Take(MaxNameCharacters)]);
        if (shown is [.., var end] && char.IsHighSurrogate(end))
        {
            // The truncation split a surrogate pair.
            shown = shown[..^1];
        }

        return shown.Length > 0 ? shown : "upload";
    }
}
