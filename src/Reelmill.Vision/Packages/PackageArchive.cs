using System.Formats.Tar;
using System.IO.Compression;
using System.Runtime.CompilerServices;

namespace Reelmill.Vision.Packages;

/// <summary>Reads selected files from the archive of a package.</summary>
internal static class PackageArchive
{
    /// <summary>Opens the files one at a time; from a tar archive in the order of the archive.</summary>
    /// <param name="registry">The registry, which determines the archive format.</param>
    /// <param name="archive">The archive.</param>
    /// <param name="files">The files to read.</param>
    /// <param name="onSize">Called before the first file with the number of archive bytes to read.</param>
    /// <param name="cancellationToken">Cancels reading.</param>
    /// <exception cref="InvalidDataException">The archive is not valid.</exception>
    public static IAsyncEnumerable<(PackageFile File, Stream Data)> ReadFilesAsync(
        PackageRegistry registry, Stream archive, IReadOnlyList<PackageFile> files, Action<long> onSize, CancellationToken cancellationToken)
    {
        return registry == PackageRegistry.NuGet ? ReadZipAsync(archive, files, onSize, cancellationToken) : ReadTarAsync(archive, files, onSize, cancellationToken);
    }

    private static async IAsyncEnumerable<(PackageFile File, Stream Data)> ReadZipAsync(
        Stream archive, IReadOnlyList<PackageFile> files, Action<long> onSize, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var zip = await ZipArchive.CreateAsync(archive, ZipArchiveMode.Read, leaveOpen: true, entryNameEncoding: null, cancellationToken).ConfigureAwait(false);
        await using var closedZip = zip.ConfigureAwait(false);
        (PackageFile File, ZipArchiveEntry Entry)[] selected = [.. from f in files let e = zip.GetEntry(f.Path) where e is not null select (f, e)];
        onSize(selected.Sum(static w => w.Entry.CompressedLength));
        foreach (var (file, entry) in selected)
        {
            var data = await entry.OpenAsync(cancellationToken).ConfigureAwait(false);
            await using var closed = data.ConfigureAwait(false);
            yield return (file, data);
        }
    }

    private static async IAsyncEnumerable<(PackageFile File, Stream Data)> ReadTarAsync(
        Stream archive, IReadOnlyList<PackageFile> files, Action<long> onSize, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        onSize(archive.Length);
        var unzipped = new GZipStream(archive, CompressionMode.Decompress, leaveOpen: true);
        await using var closedStream = unzipped.ConfigureAwait(false);
        var reader = new TarReader(unzipped);
        await using var closedReader = reader.ConfigureAwait(false);
        for (var remaining = files.Count; remaining > 0 && await reader.GetNextEntryAsync(copyData: false, cancellationToken).ConfigureAwait(false) is { } entry;)
        {
            if (files.FirstOrDefault(f => entry.Name == $"package/{f.Path}") is { } file && entry.DataStream is { } data)
            {
                remaining--;
                yield return (file, data);
            }
        }
    }
}
