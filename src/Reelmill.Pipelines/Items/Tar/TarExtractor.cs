using System.Collections.Concurrent;
using Reelmill.Core;
using Reelmill.Core.Files;
using Reelmill.Media.Fetching;

namespace Reelmill.Pipelines.Items.Tar;

/// <summary>Copies members of tar archives into files of their own. Each archive is read through once, to know where they lie.</summary>
/// <remarks>Safe for concurrent use. Memory is that of one buffer for each copy.</remarks>
/// <param name="newPath">Gives the path of each file, which is free.</param>
internal sealed class TarExtractor(Func<CancellationToken, Task<string>> newPath)
{
    /// <summary>The most bytes of a picture.</summary>
    private const long MostBytes = 1L << 30;
    private const int BufferBytes = 1 << 17;

    private readonly ConcurrentDictionary<string, Lazy<TarIndex>> _indexes = new(StringComparer.Ordinal);

    /// <summary>Copies one member.</summary>
    /// <exception cref="ItemException"><c>not_found</c>: the archive does not hold it any more; <c>too_large</c>: no picture is so large; <c>source_changed</c>.</exception>
    public async Task<FetchedFile> ExtractAsync(string archive, string member, CancellationToken cancellationToken)
    {
        using var source = LocalFile.OpenRead("Reading the archive", archive, bufferSize: 0);
        var index = _indexes.GetOrAdd(archive, static a => new(() => TarIndex.Of(a))).Value;
        if (index.Find(member) is not { Fault: null } place)
        {
            throw new ItemException(FetchCodes.NotFound, $"Reading '{member}' of the archive {archive}: it is not there any more. Name the archive again.");
        }

        if (place.Length > MostBytes)
        {
            throw new ItemException(FetchCodes.TooLarge, $"Reading '{member}' of the archive {archive}: it has {place.Length} bytes, and no picture is so large. Leave it out.");
        }

        var path = await newPath(cancellationToken).ConfigureAwait(false);
        try
        {
            await CopyAsync(source, place, path, cancellationToken).ConfigureAwait(false);
            return RegularFile.GetStamp(source.SafeFileHandle) == index.Stamp
                ? new FetchedFile(path, IsTemporary: true, place.Length)
                : throw new ItemException("source_changed", $"Reading '{member}' of the archive {archive}: the archive was changed meanwhile. Wait until it is written, then run 'reelmill retry'.");
        }
        catch
        {
            File.Delete(path);
            throw;
        }
    }

    private static async Task CopyAsync(FileStream source, TarMember place, string path, CancellationToken cancellationToken)
    {
        var target = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0, useAsync: true);
        await using var closed = target.ConfigureAwait(false);
        var buffer = new byte[Math.Min(BufferBytes, place.Length)];
        for (long copied = 0; copied < place.Length;)
        {
            var part = buffer.AsMemory(0, (int)Math.Min(buffer.Length, place.Length - copied));
            var read = await RandomAccess.ReadAsync(source.SafeFileHandle, part, place.Offset + copied, cancellationToken).ConfigureAwait(false);
            if (read == 0)
            {
                return;
            }

            await target.WriteAsync(part[..read], cancellationToken).ConfigureAwait(false);
            copied += read;
        }
    }
}
