using System.Text.Json;
using Reelmill.Core;
using Reelmill.Library;
using Reelmill.Library.Catalog.Ownership;
using Reelmill.Media.Chunking;

namespace Reelmill.Pipelines.Chunk;

/// <summary>Copies chunks and their manifest from the library to the user's output folder.</summary>
/// <remarks>Safe for concurrent use by several items.</remarks>
/// <param name="options">The options of the run.</param>
internal sealed class ChunkCopies(ChunkOptions options)
{
    /// <summary>
    /// The folder for files until all of them are copied. Its presence proves that the output folder was empty or had
    /// chunks of this source when a copy began.
    /// </summary>
    private const string PartialFolder = ".reelmill-part";

    private string? _firstItem;

    /// <summary>Returns the output folder of an item; null when chunks stay in the library only.</summary>
    public string? GetFolder(string item) => options.Output is not { } output
        ? null
        : Path.TrimEndingDirectorySeparator(Path.GetFullPath(options.HasOneInput ? output : Path.Combine(output, item)));

    /// <summary>Copies the missing files, the manifest last.</summary>
    /// <param name="item">The item's id.</param>
    /// <param name="folder">The folder of the item in the library.</param>
    /// <param name="manifest">The manifest of the item.</param>
    /// <param name="cancellationToken">Stops the copy.</param>
    /// <exception cref="ItemException"><c>output_not_ours</c>: the folder has other contents; <c>output_failed</c>: the folder cannot be written.</exception>
    public async Task WriteAsync(string item, string folder, ChunkManifest manifest, CancellationToken cancellationToken)
    {
        if (GetFolder(item) is not { } target)
        {
            return;
        }

        if (options.HasOneInput && (Interlocked.CompareExchange(ref _firstItem, item, null) ?? item) != item)
        {
            throw RefuseFolder(target, "the folder already receives chunks of another input of this run. Give one input, or a folder for several.");
        }

        try
        {
            await UpdateAsync(folder, target, manifest, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ItemException("output_failed", $"Writing chunks to {target}: {SystemErrors.GetSentence(e)} Free disk space and check the folder, or name another one; the same command resumes.", innerException: e);
        }
    }

    private static async Task UpdateAsync(string folder, string target, ChunkManifest manifest, CancellationToken cancellationToken)
    {
        var existing = RequireUsable(target, manifest);
        var part = Path.Combine(target, PartialFolder);
        CleanUp.RemoveFolder(part);
        Directory.CreateDirectory(part);
        ChunkSegment[] segments = [.. manifest.Segments.Where(static s => s.File is not null)];
        foreach (var segment in segments)
        {
            if (!await SourceContent.MatchesAsync(Path.Combine(target, segment.File!), segment.Sha256, cancellationToken).ConfigureAwait(false))
            {
                await CopyAsync(Path.Combine(folder, segment.File!), Path.Combine(part, segment.File!), cancellationToken).ConfigureAwait(false);
            }
        }

        await CopyAsync(Path.Combine(folder, ChunkManifest.FileName), Path.Combine(part, ChunkManifest.FileName), cancellationToken).ConfigureAwait(false);
        Place(part, target, existing.Except(segments.Select(static s => s.File!), StringComparer.Ordinal));
    }

    /// <summary>
    /// Moves the files to their places. The existing manifest is deleted first, because it does not describe a mixture of
    /// old and new files.
    /// </summary>
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

    /// <summary>Returns the names of existing chunks of the same source, and refuses a folder with other contents.</summary>
    private static string[] RequireUsable(string target, ChunkManifest manifest)
    {
        RequireOutsideLibraries(target);
        if (!Directory.Exists(target) || Directory.Exists(Path.Combine(target, PartialFolder)))
        {
            return [];
        }

        if (!Directory.EnumerateFileSystemEntries(target).Any())
        {
            return [];
        }

        var existing = TryRead(target) ?? throw RefuseFolder(target, "the folder has files that are not chunks of a run. Name an empty or new folder.");
        return existing.Source == manifest.Source || existing.SourceSha256 == manifest.SourceSha256
            ? [.. existing.Segments.Select(static s => s.File).OfType<string>().Where(static f => ArtifactPattern.ParseChunkSequence(f) is not null)]
            : throw RefuseFolder(target, $"the folder has the chunks of '{existing.Source}'. Name an empty or new folder.");
    }

    /// <summary>Refuses a folder inside of any library, also through a link, so that no file of a library is replaced.</summary>
    private static void RequireOutsideLibraries(string target)
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

    private static ChunkManifest? TryRead(string target)
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

    private static ItemException RefuseFolder(string target, string why) => new("output_not_ours", $"Writing chunks to {target}: {why}");

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
