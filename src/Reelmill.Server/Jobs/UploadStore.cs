using System.Security.Cryptography;
using Reelmill.Core;
using Reelmill.Library;
using Reelmill.Library.Artifacts.Disk;
using Reelmill.Library.Jobs;
using Reelmill.Media.Fetching;
using Reelmill.Pipelines.Services;
using Reelmill.Server.Http;

namespace Reelmill.Server.Jobs;

/// <summary>A file that a client sent.</summary>
/// <param name="Path">Where it is.</param>
/// <param name="Name">What the client calls it; never part of a path.</param>
/// <param name="Bytes">Its size.</param>
internal sealed record Upload(string Path, string Name, long Bytes);

/// <summary>Keeps uploads in the library's folder under the names of their contents, so that the same file sent twice is there once.</summary>
/// <param name="options">The server's options.</param>
/// <param name="library">The library, whose journal knows each upload by name before it is there.</param>
/// <param name="jobs">Who needs which.</param>
/// <param name="time">The clock.</param>
/// <remarks>Safe for any number of submissions at once, also of the same file.</remarks>
internal sealed class UploadStore(ServerOptions options, LibrarySession library, JobStore jobs, TimeProvider time) : IDisposable
{
    /// <summary>96 bits of the SHA-256: no accident makes two uploads equal.</summary>
    private const int NameDigits = 24;
    private const int BufferBytes = 1 << 17;
    private const int MostNameCharacters = 255;
    private const long MostFree = 1L << 30;
    private const int FreeShare = 20;

    /// <summary>How much is written between two looks at the free space.</summary>
    private const long SpaceStep = 4L << 20;

    private readonly string _folder = Path.Combine(Path.GetFullPath(options.Library), LibraryLayout.Uploads);

    // Files of submissions that are not jobs yet, with how many submissions each is part of.
    private readonly Dictionary<string, int> _arriving = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _turn = new(1, 1);

    /// <summary>Streams a file to the disk, where it stays at least until it is released.</summary>
    /// <param name="content">Its bytes.</param>
    /// <param name="name">What the client calls it.</param>
    /// <param name="cancellationToken">Stops; nothing is left then.</param>
    /// <exception cref="RequestException"><c>too_large</c>; <c>disk_full</c>.</exception>
    public async Task<Upload> SaveAsync(Stream content, string? name, CancellationToken cancellationToken)
    {
        RequireSpace();
        Directory.CreateDirectory(_folder);
        var part = await library.Artifacts.ReserveTemporaryPathAsync("upload", cancellationToken).ConfigureAwait(false);
        try
        {
            var (hash, bytes) = await WriteAsync(content, part, cancellationToken).ConfigureAwait(false);
            var path = Path.Combine(_folder, hash + ExtensionOf(name));
            await ArriveAsync(part, path).ConfigureAwait(false);
            return new Upload(path, ShownName(name), bytes);
        }
        finally
        {
            CleanUp.Remove(part);
        }
    }

    /// <summary>Whether a source is an upload.</summary>
    public bool Owns(string source) => source.StartsWith(_folder + Path.DirectorySeparatorChar, StringComparison.Ordinal);

    /// <summary>Ends a submission: its files stay if a job has them.</summary>
    public async Task ReleaseAsync(IEnumerable<Upload> files)
    {
        foreach (var path in files.Select(static f => f.Path))
        {
            await InTurnAsync(() =>
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

    /// <summary>Removes an upload that no job has and no submission is bringing.</summary>
    public Task RemoveUnusedAsync(string source, CancellationToken cancellationToken) => RemoveUnlessAsync(jobs.IsUsedAsync, source, cancellationToken);

    /// <summary>Removes an upload that no job will read any more and no submission is bringing.</summary>
    /// <returns>Whether it is gone.</returns>
    public Task<bool> RemoveUnwantedAsync(string source, CancellationToken cancellationToken) => RemoveUnlessAsync(jobs.IsUsedByActiveJobAsync, source, cancellationToken);

    /// <summary>All uploads, those that were used longest ago first. Other files in their folder are none of the library's.</summary>
    public async Task<IReadOnlyList<FileInfo>> AllAsync(CancellationToken cancellationToken)
    {
        var names = await library.Journal.ListAsync(LibraryLayout.Uploads, cancellationToken).ConfigureAwait(false);
        return
        [
            .. names.Select(name => new FileInfo(Path.Combine(Path.GetFullPath(options.Library), name))).Where(static f => f.Exists)
                .OrderBy(static f => f.LastAccessTimeUtc).ThenBy(static f => f.Name, StringComparer.Ordinal),
        ];
    }

    public void Dispose() => _turn.Dispose();

    private Task<bool> RemoveUnlessAsync(Func<string, CancellationToken, Task<bool>> isNeeded, string source, CancellationToken cancellationToken) => InTurnAsync(async () =>
    {
        if (!Owns(source) || _arriving.ContainsKey(source) || await isNeeded(source, cancellationToken).ConfigureAwait(false))
        {
            return false;
        }

        var path = PathOf(source);
        if (!await library.Journal.HasAsync(path, cancellationToken).ConfigureAwait(false))
        {
            return false;
        }

        File.Delete(source);
        await library.Journal.RemoveAsync([path], cancellationToken).ConfigureAwait(false);
        return true;
    });


    private Task<bool> ArriveAsync(string part, string path) => InTurnAsync(async () =>
    {
        if (!File.Exists(path))
        {
            // One that is there may be in use, and is the same.
            await library.Journal.AddAsync([PathOf(path)], CancellationToken.None).ConfigureAwait(false);
            File.Move(part, path);
        }

        // Its time of change stays: by that a run knows what it has done already.
        File.SetLastAccessTimeUtc(path, time.GetUtcNow().UtcDateTime);
        _arriving[path] = _arriving.GetValueOrDefault(path) + 1;
        return true;
    });

    private async Task<bool> InTurnAsync(Func<Task<bool>> act)
    {
        await _turn.WaitAsync(CancellationToken.None).ConfigureAwait(false);
        try
        {
            return await act().ConfigureAwait(false);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>An upload that took the last space would stop the jobs that are there already.</summary>
    private void RequireSpace()
    {
        var least = options.MinFreeBytes ?? Math.Min(MostFree, FreeSpace.GetTotal(_folder) / FreeShare);
        var free = FreeSpace.GetAvailable(_folder);
        if (free < least)
        {
            throw new RequestException(
                "disk_full", $"Receiving an upload: the server's disk has {free >> 10} KiB free, and uploads leave {least >> 10} KiB. Send it again when there is space.", 507);
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
                throw new RequestException("too_large", $"Receiving an upload: it is larger than {options.MaxUploadBytes} bytes, the most that this server takes.", 413);
            }

            if (bytes / SpaceStep != (bytes - read) / SpaceStep)
            {
                RequireSpace();
            }

            hash.AppendData(buffer, 0, read);
            await file.WriteAsync(buffer.AsMemory(0, read), cancellationToken).ConfigureAwait(false);
        }

        file.Flush(flushToDisk: true);
        return (Convert.ToHexStringLower(hash.GetHashAndReset())[..NameDigits], bytes);
    }

    private static string PathOf(string source) => $"{LibraryLayout.Uploads}/{Path.GetFileName(source)}";

    /// <summary>An extension that media have, or none: what a file is, its bytes say.</summary>
    private static string ExtensionOf(string? name)
    {
        var extension = Path.GetExtension(name ?? "").ToLowerInvariant();
        return MediaExtensions.Video.Contains(extension) || MediaExtensions.Image.Contains(extension) || extension == ".tar" ? extension : "";
    }

    private static string ShownName(string? name)
    {
        var last = (name ?? "").Replace('\\', '/').Split('/')[^1];
        var shown = new string([.. last.Where(static c => !char.IsControl(c)).Take(MostNameCharacters)]);
        if (shown is [.., var end] && char.IsHighSurrogate(end))
        {
            // The cut went through a character.
            shown = shown[..^1];
        }

        return shown.Length > 0 ? shown : "upload";
    }
}
