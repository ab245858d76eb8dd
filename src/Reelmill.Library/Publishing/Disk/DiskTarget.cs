using System.Security.Cryptography;
using Reelmill.Core;
using Reelmill.Core.Files;
using Reelmill.Library.Artifacts.Disk;

namespace Reelmill.Library.Publishing.Disk;

/// <summary>A folder that a web server serves.</summary>
/// <remarks>A file is written beside its place, made durable and renamed, and so is the folder's entry.</remarks>
internal sealed class DiskTarget(string root) : IPublishTarget
{
    private const int RandomDigits = 16;
    private const string TemporarySuffix = ".tmp";
    private const int BufferSize = 128 * 1024;

    private static readonly System.Buffers.SearchValues<char> HexDigits = System.Buffers.SearchValues.Create("0123456789abcdef");

    private static readonly EnumerationOptions Everything =
        new() { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint };

    /// <summary>The path of the file that a temporary one was written for; null when a path is not that of a temporary file.</summary>
    public static string? WhatFor(string path)
    {
        var start = path.LastIndexOf('/') + 1;
        return path[start..] is ['.', .. var inner] && inner.EndsWith(TemporarySuffix, StringComparison.Ordinal)
            && inner[..^TemporarySuffix.Length] is var rest && rest.LastIndexOf('.') is >= 0 and var dot
            && rest.Length - dot - 1 == RandomDigits && !rest.AsSpan(dot + 1).ContainsAnyExcept(HexDigits)
            ? path[..start] + rest[..dot]
            : null;
    }

    public string UrlOf(string key) => Path.Combine(root, key);

    public Task<IReadOnlyList<StoredFile>> ListAsync(string folder, CancellationToken cancellationToken)
    {
        var path = Path.Combine(root, folder);
        return GuardAsync<IReadOnlyList<StoredFile>>("Listing", path, () => Task.FromResult<IReadOnlyList<StoredFile>>(Directory.Exists(path)
            ? [.. new DirectoryInfo(path).EnumerateFiles("*", Everything).Select(f => new StoredFile(Path.GetRelativePath(root, f.FullName), f.Length))]
            : []));
    }

    public Task<string?> Sha256Async(string key, CancellationToken cancellationToken) => GuardAsync("Reading", UrlOf(key), async () =>
    {
        if (!File.Exists(UrlOf(key)))
        {
            return null;
        }

        var stream = RegularFile.OpenRead(UrlOf(key), BufferSize);
        await using var closed = stream.ConfigureAwait(false);
        return (string?)Convert.ToHexStringLower(await SHA256.HashDataAsync(stream, cancellationToken).ConfigureAwait(false));
    });

    public Task<byte[]?> ReadAsync(string key, CancellationToken cancellationToken) => GuardAsync("Reading", UrlOf(key), () =>
        Task.FromResult(File.Exists(UrlOf(key)) ? RegularFile.ReadAllBytes(UrlOf(key)) : null));

    public Task WriteAsync(string key, Stream content, StoredHeaders headers, CancellationToken cancellationToken) =>
        GuardAsync("Writing", UrlOf(key), async () =>
        {
            var path = UrlOf(key);
            var folder = Path.GetDirectoryName(path)!;
            Make(folder);
            var temporary = Path.Combine(
                folder, $".{Path.GetFileName(path)}.{RandomNumberGenerator.GetHexString(RandomDigits, lowercase: true)}{TemporarySuffix}");
            try
            {
                await CopyAsync(content, temporary, cancellationToken).ConfigureAwait(false);

                FileModes.ApplyPublicMode(temporary);

                // Only now, when nothing has it open or locked: a server written in .NET would not get past the lock.
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

    public Task RemoveAsync(IReadOnlyList<string> keys, CancellationToken cancellationToken) => GuardAsync("Tidying", root, () =>
    {
        foreach (var key in keys)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var path = UrlOf(key);
            if (File.Exists(path))
            {
                File.Delete(path);
                RemoveEmpty(Path.GetDirectoryName(path)!);
            }
        }

        return Task.FromResult(true);
    });

    public void Dispose()
    {
        // Nothing is held between calls.
    }

    private static async Task CopyAsync(Stream content, string path, CancellationToken cancellationToken)
    {
        var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, BufferSize, useAsync: true);
        await using var closed = file.ConfigureAwait(false);
        await content.CopyToAsync(file, cancellationToken).ConfigureAwait(false);
        await file.FlushAsync(cancellationToken).ConfigureAwait(false);
        file.Flush(flushToDisk: true);
    }

    private void Make(string folder)
    {
        if (Directory.Exists(folder))
        {
            return;
        }

        if (folder.Length > root.Length)
        {
            Make(Path.GetDirectoryName(folder)!);
        }

        Directory.CreateDirectory(folder);
        FileModes.ApplyPublicMode(folder);
        if (folder.Length > root.Length)
        {
            NativeFile.Flush(Path.GetDirectoryName(folder)!);
        }
    }

    private void RemoveEmpty(string folder)
    {
        while (folder.Length > root.Length && !Directory.EnumerateFileSystemEntries(folder).Any())
        {
            Directory.Delete(folder);
            folder = Path.GetDirectoryName(folder)!;
        }
    }

    private static async Task<T> GuardAsync<T>(string doing, string path, Func<Task<T>> work)
    {
        try
        {
            return await work().ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            var explained = DiskErrors.Explain(e, doing, path);
            throw explained.Code == "disk_full" ? explained : new PipelineException(PublishErrors.Failed, explained.Message, e);
        }
    }
}
