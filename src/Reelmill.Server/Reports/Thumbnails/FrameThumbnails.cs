using Reelmill.Core;
using Reelmill.Library.Artifacts.Disk;
using Reelmill.Vision.Images;

namespace Reelmill.Server.Reports.Thumbnails;

/// <summary>Makes thumbnails of the library's frames. An unreadable file is a <see cref="ThumbnailProblem"/>, not an exception.</summary>
/// <param name="folder">The library's folder.</param>
internal sealed class FrameThumbnails(string folder) : IDisposable
{
    /// <summary>The size over which a file cannot be a saved frame.</summary>
    private const long MaxBytes = 64 << 20;

    private readonly JpegThumbnailer _thumbnail = new();

    /// <summary>Reads an image of the library and scales it down.</summary>
    /// <returns>The thumbnail, which the caller disposes, or the reason why there is none.</returns>
    public async Task<(EncodedImage? Image, ThumbnailProblem Problem)> TryMakeAsync(string? path, int longestSide, CancellationToken cancellationToken)
    {
        if (path is null)
        {
            return (null, ThumbnailProblem.NotSaved);
        }

        try
        {
            var file = new FileInfo(DiskArtifactStore.FullPath(folder, path));
            if (file.Exists && file.Length > MaxBytes)
            {
                return (null, ThumbnailProblem.Damaged);
            }

            var bytes = await File.ReadAllBytesAsync(file.FullName, cancellationToken).ConfigureAwait(false);
            return (_thumbnail.Shrink(bytes, longestSide), default);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return (null, ThumbnailProblem.Missing);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return (null, ThumbnailProblem.Unreadable);
        }
        catch (ItemException)
        {
            return (null, ThumbnailProblem.Damaged);
        }
    }

    public void Dispose() => _thumbnail.Dispose();
}
