using Reelmill.Core;
using Reelmill.Library.Artifacts.Disk;
using Reelmill.Library.Ownership;
using Reelmill.Media.Chunking;

namespace Reelmill.Pipelines.Chunk;

/// <summary>Puts chunks and their manifest where a user wants to have them, beside those of the library.</summary>
/// <param name="options">The options of the run.</param>
internal sealed class ChunkCopies(ChunkOptions options)
{
    /// <summary>Where those of an item go; null when only the library has them.</summary>
    public string? FolderOf(string item) => options.Output is not { } output ? null : Path.GetFullPath(options.HasOneInput ? output : Path.Combine(output, item));

    /// <summary>Copies what is not there yet. A new folder appears whole; in one that has another manifest of ours, the manifest is replaced last.</summary>
    /// <param name="item">The item's id.</param>
    /// <param name="folder">The item's folder in the library.</param>
    /// <param name="manifest">Its manifest.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <exception cref="ItemException"><c>output_not_ours</c>: the folder holds something else.</exception>
    /// <exception cref="Library.LibraryException">The disk is full or cannot be written.</exception>
    public async Task WriteAsync(string item, string folder, ChunkManifest manifest, CancellationToken cancellationToken)
    {
        if (FolderOf(item) is not { } target)
        {
            return;
        }

        string[] names = [.. manifest.Segments.Select(static s => s.File).OfType<string>(), ChunkManifest.FileName];
        if (Directory.Exists(target) && Directory.EnumerateFileSystemEntries(target).Any())
        {
            await ReplaceAsync(folder, target, names, cancellationToken).ConfigureAwait(false);
            return;
        }

        // What a killed run has left of this name is nobody else's.
        var part = Path.Combine(Path.GetDirectoryName(target)!, $".{Path.GetFileName(target)}.reelmill-part");
        CleanUp.RemoveFolder(part);
        await CopyAsync(folder, part, names, cancellationToken).ConfigureAwait(false);
        AtomicFile.PlaceFolder(part, target);
    }

    private static async Task ReplaceAsync(string folder, string target, string[] names, CancellationToken cancellationToken)
    {
        var before = OwnFilesIn(target);
        await CopyAsync(folder, target, names, cancellationToken).ConfigureAwait(false);
        foreach (var name in before.Except(names, StringComparer.Ordinal))
        {
            CleanUp.Remove(Path.Combine(target, name));
        }
    }

    /// <summary>The chunks that the manifest in a folder names.</summary>
    private static string[] OwnFilesIn(string target)
    {
        try
        {
            return [.. ChunkManifest.Read(target).Segments.Select(static s => s.File).OfType<string>().Where(static f => ArtifactShape.SequenceOf(f) is not null)];
        }
        catch (ItemException)
        {
            throw new ItemException("output_not_ours", $"Writing chunks to {target}: the folder holds files that no chunks were written with. Name an empty or a new folder.");
        }
    }

    private static async Task CopyAsync(string from, string to, string[] names, CancellationToken cancellationToken)
    {
        foreach (var name in names)
        {
            var source = File.OpenRead(Path.Combine(from, name));
            await using var _ = source.ConfigureAwait(false);
            await AtomicFile.WriteAsync(Path.Combine(to, name), source.CopyToAsync, cancellationToken).ConfigureAwait(false);
        }
    }
}
