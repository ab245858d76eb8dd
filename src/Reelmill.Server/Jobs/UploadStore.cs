using System.Security.Cryptography;
using Reelmill.Library;
using Reelmill.Media.Fetching;
using Reelmill.Server.Hosting;

namespace Reelmill.Server.Jobs;

/// <summary>A file that a client sent.</summary>
/// <param name="Path">Where it is.</param>
/// <param name="Name">What the client calls it; never part of a path.</param>
/// <param name="Bytes">Its size.</param>
internal sealed record Upload(string Path, string Name, long Bytes);

/// <summary>Keeps uploads in the library's folder under the names of their contents, so that the same file sent twice is there once.</summary>
/// <param name="options">The server's options.</param>
internal sealed class UploadStore(ServerOptions options)
{
    /// <summary>96 bits of the SHA-256: no accident makes two uploads equal.</summary>
    private const int NameDigits = 24;
    private const int BufferBytes = 1 << 17;
    private const int MostNameCharacters = 255;

    private readonly string _folder = Path.Combine(Path.GetFullPath(options.Library), LibraryLayout.Uploads);
    private readonly string _staging = Path.Combine(Path.GetFullPath(options.Library), LibraryLayout.Staging);

    /// <summary>Streams a file to the disk.</summary>
    /// <param name="content">Its bytes.</param>
    /// <param name="name">What the client calls it.</param>
    /// <param name="cancellationToken">Stops; nothing is left then.</param>
    /// <exception cref="RequestException"><c>too_large</c>.</exception>
    public async Task<Upload> SaveAsync(Stream content, string? name, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(_folder);
        Directory.CreateDirectory(_staging);
        var part = Path.Combine(_staging, $"upload-{Guid.NewGuid():n}");
        try
        {
            var (hash, bytes) = await WriteAsync(content, part, cancellationToken).ConfigureAwait(false);
            var path = Path.Combine(_folder, hash + ExtensionOf(name));
            if (!File.Exists(path))
            {
                // One that is there may be in use, and is the same.
                File.Move(part, path, overwrite: true);
            }

            return new Upload(path, ShownName(name), bytes);
        }
        finally
        {
            File.Delete(part);
        }
    }

    /// <summary>Whether a source is an upload.</summary>
    public bool Owns(string source) => source.StartsWith(_folder + Path.DirectorySeparatorChar, StringComparison.Ordinal);

    /// <summary>Removes an upload.</summary>
    public void Remove(string source)
    {
        if (Owns(source))
        {
            File.Delete(source);
        }
    }

    /// <summary>All uploads, those that were used longest ago first.</summary>
    public IReadOnlyList<FileInfo> All() => Directory.Exists(_folder)
        ? [.. new DirectoryInfo(_folder).EnumerateFiles().OrderBy(static f => f.LastWriteTimeUtc).ThenBy(static f => f.Name, StringComparer.Ordinal)]
        : [];

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

            hash.AppendData(buffer, 0, read);
            await file.WriteAsync(buffer.AsMemory(0, read), cancellationToken).ConfigureAwait(false);
        }

        file.Flush(flushToDisk: true);
        return (Convert.ToHexStringLower(hash.GetHashAndReset())[..NameDigits], bytes);
    }

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
        return shown.Length > 0 ? shown : "upload";
    }
}
