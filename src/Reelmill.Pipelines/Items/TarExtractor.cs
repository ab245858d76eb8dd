using System.Buffers;
using System.Collections.Concurrent;
using Microsoft.Win32.SafeHandles;
using Reelmill.Core;
using Reelmill.Media.Fetching;

namespace Reelmill.Pipelines.Items;

/// <summary>Copies members of tar archives into files of their own. Each archive is read through once, to know where they lie.</summary>
/// <remarks>Safe for concurrent use.</remarks>
/// <param name="place">Gives the path of each file, which is free.</param>
internal sealed class TarExtractor(Func<CancellationToken, Task<string>> place)
{
    private const int MostBytes = 1 << 30;

    private readonly ConcurrentDictionary<string, Lazy<IReadOnlyDictionary<string, (long Offset, long Length)>>> _places = new(StringComparer.Ordinal);

    /// <summary>Copies one member.</summary>
    /// <exception cref="ItemException"><c>not_found</c>: the archive does not hold it any more; <c>too_large</c>: no picture is so large.</exception>
    public async Task<FetchedFile> ExtractAsync(string archive, string member, CancellationToken cancellationToken)
    {
        if (!File.Exists(archive) || !_places.GetOrAdd(archive, static a => new(() => TarArchive.PlacesOf(a))).Value.TryGetValue(member, out var found))
        {
            throw new ItemException("not_found", $"Reading '{member}' of the archive {archive}: it is not there any more. Name the archive again.");
        }

        if (found.Length > MostBytes)
        {
            throw new ItemException("too_large", $"Reading '{member}' of the archive {archive}: it has {found.Length} bytes, and no picture is so large. Leave it out.");
        }

        var buffer = ArrayPool<byte>.Shared.Rent((int)found.Length);
        try
        {
            using var source = File.OpenHandle(archive, options: FileOptions.Asynchronous);
            var count = await ReadAsync(source, buffer.AsMemory(0, (int)found.Length), found.Offset, cancellationToken).ConfigureAwait(false);
            var path = await place(cancellationToken).ConfigureAwait(false);
            await File.WriteAllBytesAsync(path, buffer.AsMemory(0, count), cancellationToken).ConfigureAwait(false);
            return new FetchedFile(path, IsTemporary: true, count);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static async Task<int> ReadAsync(SafeFileHandle source, Memory<byte> target, long offset, CancellationToken cancellationToken)
    {
        var total = 0;
        int count;
        while (total < target.Length && (count = await RandomAccess.ReadAsync(source, target[total..], offset + total, cancellationToken).ConfigureAwait(false)) > 0)
        {
            total += count;
        }

        return total;
    }
}
