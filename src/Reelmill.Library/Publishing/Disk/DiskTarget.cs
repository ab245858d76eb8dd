using System.Security.Cryptography;
using Reelmill.Core;
using Reelmill.Core.Files;
using Reelmill.Library.Files;

namespace Reelmill.Library.Publishing.Disk;

/// <summary>Publishes to a folder that a web server serves.</summary>
/// <remarks>Writes a temporary file next to the final one, flushes it, renames it and flushes the folder.</remarks>
internal sealed class DiskTarget(string root) : IPublishTarget
{
    private const int RandomDigits = 16;
    private const string TemporarySuffix = ".tmp";
    private const int BufferSize = 128 * 1024;

    private static readonly System.Buffers.SearchValues<char> HexDigits = System.Buffers.SearchValues.Create("0123456789abcdef");

    private static readonly EnumerationOptions Recursive =
        new() { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint };

    /// <summary>Returns the final path of a temporary file; null when the path is not that of a temporary file.</summary>
    public static string? GetFinalPath(string path)
    {
        var start = path.LastIndexOf('/') + 1;
        return path[start..] is ['.', .. var inner] && inner.EndsWith(TemporarySuffix, StringComparison.Ordinal)
            && inner[..^TemporarySuffix.Length] is var rest && rest.LastIndexOf('.') is >= 0 and var dot
            && rest.Length - dot - 1 == RandomDigits && !rest.AsSpan(dot + 1).ContainsAnyExcept(HexDigits)
            ? path[..start] + rest[..dot]
            : null;
    }

    public string GetUrl(string key) => Path.Combine(root, key);

    public Task<IReadOnlyList<StoredFile>> ListAsync(string folder, CancellationToken cancellationToken)
    {
        var path = Path.Combine(root, folder);
        return GuardAsync<IReadOnlyList<StoredFile>>("Listing", path, () => Task.FromResult<IReadOnlyList<StoredFile>>(Directory.Exists(path)
            ? [.. new DirectoryInfo(path).EnumerateFiles("*", Recursive).Select(f => new StoredFile(Path.GetRelativePath(root, f.FullName), f.Length))]
            : []));
    }

    public Task<string?> Sha256Async(string key, CancellationToken cancellationToken) => GuardAsync("Reading", GetUrl(key), async () =>
    {
        if (!File.Exists(GetUrl(key)))
        {
            return null;
        }

        var stream = RegularFile.OpenRead(GetUrl(key), BufferSize);
        await using var closed = stream.ConfigureAwait(false);
        return (string?)Convert.ToHexStringLower(await SHA256.HashDataAsync(stream, cancellationToken).ConfigureAwait(false));
    });

    public Task<byte[]?> ReadAsync(string key, CancellationToken cancellationToken) => GuardAsync("Reading", GetUrl(key), () =>
        Task.FromResult(File.Exists(GetUrl(key)) ? RegularFile.ReadAllBytes(GetUrl(key)) : null));

    public Task WriteAsync(string key, Stream content, StoredHeaders headers, CancellationToken cancellationToken) =>
        GuardAsync("Writing", GetUrl(key), async () =>
        {
            var path = GetUrl(key);
            var folder = Path.GetDirectoryName(path)!;
            CreateFolder(folder);
            var temporary = Path.Combine(
                folder, $".{Path.GetFileName(path)}.{RandomNumberGenerator.GetHexString(RandomDigits, lowercase: true)}{TemporarySuffix}");
            try
            {
                await CopyAsync(content, temporary, cancellationToken).ConfigureAwait(false);

                FileModes.ApplyPublicMode(temporary);

                // Rename after the file is closed: a server written in .NET could not open the file while it is locked.
                File.Move(temporary, path, overwrite: true);
                NativeFile.Flush(folder);
                return true;
            }
            catch
            {
                CleanUp.Remove(temporary);
                throw;
            }
        });

    public Task RemoveAsync(IReadOnlyList<string> keys, CancellationToken cancellationToken) => GuardAsync("Removing old files from", root, () =>
    {
        foreach (var key in keys)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var path = GetUrl(key);
            if (File.Exists(path))
            {
                File.Delete(path);
                RemoveEmptyFolders(Path.GetDirectoryName(path)!);
            }
        }

        return Task.FromResult(true);
    });

    public void Dispose()
    {
        // The target keeps nothing open between calls.
    }

    private static async Task CopyAsync(Stream content, string path, CancellationToken cancellationToken)
    {
        var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, BufferSize, useAsync: true);
        await using var closed = file.ConfigureAwait(false);
        await content.CopyToAsync(file, cancellationToken).ConfigureAwait(false);
        await file.FlushAsync(cancellationToken).ConfigureAwait(false);
        file.Flush(flushToDisk: true);
    }

    private void CreateFolder(string folder)
    {
        if (Directory.Exists(folder))
        {
            return;
        }

        if (folder.Length > root.Length)
        {
            CreateFolder(Path.GetDirectoryName(folder)!);
        }

        Directory.CreateDirectory(folder);
        FileModes.ApplyPublicMode(folder);
        if (folder.Length > root.Length)
        {
            NativeFile.Flush(Path.GetDirectoryName(folder)!);
        }
    }

    private void RemoveEmptyFolders(string folder)
    {
        while (folder.Length > root.Length && !Directory.EnumerateFileSystemEntries(folder).Any())
        {
            Directory.Delete(folder);
            folder = Path.GetDirectoryName(folder)!;
        }
    }

    private static async Task<T> GuardAsync<T>(string operation, string path, Func<Task<T>> work)
    {
        try
        {
            return await work().ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            var explained = DiskErrors.Explain(e, operation, path);
            throw explained.Code == "disk_full" ? explained : new PipelineException(PublishErrors.FailedCode, explained.Message, e);
        }
    }
}
