using Reelmill.Core.Files;
using Reelmill.Library.Artifacts.Disk;
using Reelmill.Pipelines.Services;

namespace Reelmill.Server.Library;

/// <summary>
/// Opens files of a library that the catalog names. Paths consist of generated ids, and neither the file nor its folder
/// may be a link, so that nothing outside the library can be read.
/// </summary>
/// <param name="library">The open library.</param>
internal sealed class LibraryFiles(LibrarySession library)
{
    private readonly DiskArtifactStore _artifacts = library.Artifacts;

    /// <summary>Opens a file.</summary>
    /// <param name="path">The path relative to the library's folder: <c>kind/id/name</c>.</param>
    /// <returns>The file, which the caller disposes; null when it does not exist or is reached through a link.</returns>
    public FileStream? TryOpen(string path)
    {
        try
        {
            var full = _artifacts.FullPath(path);
            return IsPlain(full) && IsPlain(Path.GetDirectoryName(full)!)
                ? RegularFile.OpenRead(full)
                : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            // The file was deleted in between, or the name is not one that the library generates.
            return null;
        }
    }

    /// <summary>Reads a whole file; null when it does not exist.</summary>
    public async Task<byte[]?> TryReadAsync(string path, CancellationToken cancellationToken)
    {
        if (TryOpen(path) is not { } file)
        {
            return null;
        }

        await using (file.ConfigureAwait(false))
        {
            var bytes = new byte[file.Length];
            await file.ReadExactlyAsync(bytes, cancellationToken).ConfigureAwait(false);
            return bytes;
        }
    }

    private static bool IsPlain(string path) => (File.GetAttributes(path) & (FileAttributes.ReparsePoint | FileAttributes.Device)) == FileAttributes.None;
}
