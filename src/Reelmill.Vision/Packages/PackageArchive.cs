using System.Formats.Tar;
using System.IO.Compression;
using System.Runtime.CompilerServices;

namespace Reelmill.Vision.Packages;

/// <summary>Reads chosen files of a package's archive.</summary>
internal static class PackageArchive
{
    /// <summary>Opens the files one after the other, in the order in which the archive has them.</summary>
    /// <param name="registry">What kind of archive it is.</param>
    /// <param name="archive">The archive.</param>
    /// <param name="files">The files that are wanted.</param>
    /// <param name="found">Told how many bytes of the archive hold them, before the first.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <exception cref="InvalidDataException">It is no such archive.</exception>
    public static IAsyncEnumerable<(PackageFile File, Stream Data)> OpenAsync(
        PackageRegistry registry, Stream archive, IReadOnlyList<PackageFile> files, Action<long> found, CancellationToken cancellationToken)
    {
        return registry == PackageRegistry.NuGet ? ZipAsync(archive, files, found, cancellationToken) : TarAsync(archive, files, found, cancellationToken);
    }

    private static async IAsyncEnumerable<(PackageFile File, Stream Data)> ZipAsync(
        Stream archive, IReadOnlyList<PackageFile> files, Action<long> found, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var zip = await ZipArchive.CreateAsync(archive, ZipArchiveMode.Read, leaveOpen: true, entryNameEncoding: null, cancellationToken).ConfigureAwait(false);
        await using var closedZip = zip.ConfigureAwait(false);
        (PackageFile File, ZipArchiveEntry Entry)[] wanted = [.. from f in files let e = zip.GetEntry(f.Path) where e is not null select (f, e)];
        found(wanted.Sum(static w => w.Entry.CompressedLength));
        foreach (var (file, entry) in wanted)
        {
            var data = await entry.OpenAsync(cancellationToken).ConfigureAwait(false);
            await using var closed = data.ConfigureAwait(false);
            yield return (file, data);
        }
    }

    private static async IAsyncEnumerable<(PackageFile File, Stream Data)> TarAsync(
        Stream archive, IReadOnlyList<PackageFile> files, Action<long> found, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        found(archive.Length);
        var unzipped = new GZipStream(archive, CompressionMode.Decompress, leaveOpen: true);
        await using var closedStream = unzipped.ConfigureAwait(false);
        var reader = new TarReader(unzipped);
        await using var closedReader = reader.ConfigureAwait(false);
        for (var left = files.Count; left > 0 && await reader.GetNextEntryAsync(copyData: false, cancellationToken).ConfigureAwait(false) is { } entry;)
        {
            if (files.FirstOrDefault(f => entry.Name == $"package/{f.Path}") is { } file && entry.DataStream is { } data)
            {
                left--;
                yield return (file, data);
            }
        }
    }
}
