using System.Collections.Concurrent;
using Reelmill.Core;
using Reelmill.Core.Files;
using Reelmill.Media.Fetching;

namespace Reelmill.Pipelines.Items.Tar;

/// <summary>Extracts members of tar archives to separate files. Each archive is scanned once for the offsets of its members.</summary>
/// <remarks>Safe for concurrent use. Each copy uses one buffer of 128 KiB at most.</remarks>
/// <param name="newPath">Returns an unused path for each file.</param>
internal sealed class TarExtractor(Func<CancellationToken, Task<string>> newPath)
{
    /// <summary>The maximum size of an image.</summary>
    private const long MaxBytes = 1L << 30;
    private const int BufferBytes = 1 << 17;

    private readonly ConcurrentDictionary<string, Lazy<TarIndex>> _indexes = new(StringComparer.Ordinal);

    /// <summary>Extracts one member.</summary>
    /// <exception cref="ItemException"><c>not_found</c>: the archive no longer contains the member; <c>too_large</c>: the member exceeds 1 GiB; <c>source_changed</c>: the archive changed during extraction.</exception>
    public async Task<FetchedFile> ExtractAsync(string archive, string member, CancellationToken cancellationToken)
    {
        using var source = LocalFile.OpenRead("Reading the archive", archive, bufferSize: 0);
        var index = _indexes.GetOrAdd(archive, static a => new(() => TarIndex.Read(a))).Value;
        if (index.Find(member) is not { Fault: null } entry)
        {
            throw new ItemException(FetchCodes.NotFound, $"Reading '{member}' of the archive {archive}: the archive no longer contains it. Name the archive again.");
        }

        if (entry.Length > MaxBytes)
        {
            throw new ItemException(FetchCodes.TooLarge, $"Reading '{member}' of the archive {archive}: it has {entry.Length} bytes, more than the limit of {MaxBytes} bytes for an image. Leave it out.");
        }

        var path = await newPath(cancellationToken).ConfigureAwait(false);
        try
        {
            await CopyAsync(source, entry, path, cancellationToken).ConfigureAwait(false);
            return RegularFile.GetStamp(source.SafeFileHandle) == index.Stamp
                ? new FetchedFile(path, IsTemporary: true, entry.Length)
                : throw new ItemException("source_changed", $"Reading '{member}' of the archive {archive}: the archive was changed meanwhile. Wait until it is written, then run 'reelmill retry'.");
        }
        catch
        {
            File.Delete(path);
            throw;
        }
    }

    private static async Task CopyAsync(FileStream source, TarMember entry, string path, CancellationToken cancellationToken)
    {
        var target = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0, useAsync: true);
        await using var closed = target.ConfigureAwait(false);
        var buffer = new byte[Math.Min(BufferBytes, entry.Length)];
        for (long copied = 0; copied < entry.Length;)
        {
            var part = buffer.AsMemory(0, (int)Math.Min(buffer.Length, entry.Length - copied));
            var read = await RandomAccess.ReadAsync(source.SafeFileHandle, part, entry.Offset + copied, cancellationToken).ConfigureAwait(false);
            if (read == 0)
            {
                return;
            }

            await target.WriteAsync(part[..read], cancellationToken).ConfigureAwait(false);
            copied += read;
        }
    }
}
