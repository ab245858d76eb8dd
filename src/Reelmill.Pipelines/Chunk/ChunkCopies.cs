using System.Text.Json;
using Reelmill.Core;
using Reelmill.Library;
using Reelmill.Library.Ownership;
using Reelmill.Media.Chunking;

namespace Reelmill.Pipelines.Chunk;

/// <summary>Puts chunks and their manifest where a user wants to have them, beside those of the library.</summary>
/// <remarks>Safe for several items at once.</remarks>
/// <param name="options">The options of the run.</param>
internal sealed class ChunkCopies(ChunkOptions options)
{
    /// <summary>Where files wait until all of them are there. Its presence proves that a folder was empty, or ours, when a copy began.</summary>
    private const string Part = ".reelmill-part";

    private string? _first;

    /// <summary>Where those of an item go; null when only the library has them.</summary>
    public string? FolderOf(string item) => options.Output is not { } output
        ? null
        : Path.TrimEndingDirectorySeparator(Path.GetFullPath(options.HasOneInput ? output : Path.Combine(output, item)));

    /// <summary>Copies what is not there yet, the manifest last.</summary>
    /// <param name="item">The item's id.</param>
    /// <param name="folder">The item's folder in the library.</param>
    /// <param name="manifest">Its manifest.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <exception cref="ItemException"><c>output_not_ours</c>: the folder holds something else; <c>output_failed</c>: it cannot be written.</exception>
    public async Task WriteAsync(string item, string folder, ChunkManifest manifest, CancellationToken cancellationToken)
    {
        if (FolderOf(item) is not { } target)
        {
            return;
        }

        if (options.HasOneInput && (Interlocked.CompareExchange(ref _first, item, null) ?? item) != item)
        {
            throw NotOurs(target, "chunks of another input of this run go there. Leave it to one input, or name a folder for several.");
        }

        try
        {
            await BringUpToDateAsync(folder, target, manifest, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ItemException("output_failed", $"Writing chunks to {target}: {e.Message} Make room and check the folder, or name another one; the same command goes on.", innerException: e);
        }
    }

    private static async Task BringUpToDateAsync(string folder, string target, ChunkManifest manifest, CancellationToken cancellationToken)
    {
        var before = RequireOurs(target, manifest);
        var part = Path.Combine(target, Part);
        CleanUp.RemoveFolder(part);
        Directory.CreateDirectory(part);
        ChunkSegment[] segments = [.. manifest.Segments.Where(static s => s.File is not null)];
        foreach (var segment in segments)
        {
            if (!await SourceContent.IsAsync(Path.Combine(target, segment.File!), segment.Sha256, cancellationToken).ConfigureAwait(false))
            {
                await CopyAsync(Path.Combine(folder, segment.File!), Path.Combine(part, segment.File!), cancellationToken).ConfigureAwait(false);
            }
        }

        await CopyAsync(Path.Combine(folder, ChunkManifest.FileName), Path.Combine(part, ChunkManifest.FileName), cancellationToken).ConfigureAwait(false);
        Place(part, target, before.Except(segments.Select(static s => s.File!), StringComparer.Ordinal));
    }

    /// <summary>The manifest that is there goes first: it is true of no mixture.</summary>
    private static void Place(string part, string target, IEnumerable<string> stale)
    {
        var manifest = Path.Combine(target, ChunkManifest.FileName);
        string[] names = [.. Directory.GetFiles(part).Select(static f => Path.GetFileName(f)!).Where(static n => n != ChunkManifest.FileName)];
        stale = [.. stale];
        if (names.Length > 0 || stale.Any() || !File.Exists(manifest) || !File.ReadAllBytes(manifest).AsSpan().SequenceEqual(File.ReadAllBytes(Path.Combine(part, ChunkManifest.FileName))))
        {
            File.Delete(manifest);
            foreach (var name in names)
            {
                File.Move(Path.Combine(part, name), Path.Combine(target, name), overwrite: true);
            }

            foreach (var name in stale)
            {
                File.Delete(Path.Combine(target, name));
            }

            File.Move(Path.Combine(part, ChunkManifest.FileName), manifest);
        }

        CleanUp.RemoveFolder(part);
    }

    /// <summary>The chunks that are there, of the same source; refuses what is somebody else's.</summary>
    private static string[] RequireOurs(string target, ChunkManifest manifest)
    {
        RequireNoLibrary(target);
        if (!Directory.Exists(target) || Directory.Exists(Path.Combine(target, Part)))
        {
            return [];
        }

        if (!Directory.EnumerateFileSystemEntries(target).Any())
        {
            return [];
        }

        var there = ReadIn(target) ?? throw NotOurs(target, "it holds files that are no chunks of a run. Name an empty or a new folder.");
        return there.Source == manifest.Source || there.SourceSha256 == manifest.SourceSha256
            ? [.. there.Segments.Select(static s => s.File).OfType<string>().Where(static f => ArtifactPattern.ParseChunkSequence(f) is not null)]
            : throw NotOurs(target, $"it holds the chunks of '{there.Source}'. Name an empty or a new folder.");
    }

    /// <summary>No file of any library is replaced, be it this one or another, or reached by a link.</summary>
    private static void RequireNoLibrary(string target)
    {
        var real = Directory.Exists(target) ? new DirectoryInfo(target).ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? target : target;
        for (var folder = real; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (File.Exists(Path.Combine(folder, LibraryLayout.Marker)))
            {
                try
                {
                    OutputGuard.Check(folder, real);
                }
                catch (LibraryException e)
                {
                    throw new ItemException(e.Code, e.Message, innerException: e);
                }
            }
        }
    }

    private static ChunkManifest? ReadIn(string target)
    {
        try
        {
            return ChunkManifest.Read(target);
        }
        catch (Exception e) when (e is ItemException or JsonException)
        {
            return null;
        }
    }

    private static ItemException NotOurs(string target, string why) => new("output_not_ours", $"Writing chunks to {target}: {why}");

    private static async Task CopyAsync(string from, string to, CancellationToken cancellationToken)
    {
        var source = File.OpenRead(from);
        await using var reading = source.ConfigureAwait(false);
        var copy = new FileStream(to, FileMode.CreateNew, FileAccess.Write);
        await using var writing = copy.ConfigureAwait(false);
        await source.CopyToAsync(copy, cancellationToken).ConfigureAwait(false);
        copy.Flush(flushToDisk: true);
    }
}
