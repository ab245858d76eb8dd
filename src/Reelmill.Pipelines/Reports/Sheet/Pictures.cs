using Reelmill.Core;
using Reelmill.Library.Artifacts.Disk;
using Reelmill.Vision.Images;

namespace Reelmill.Pipelines.Reports.Sheet;

/// <summary>Makes thumbnails of the library's files. A file that cannot be shown is told, not thrown.</summary>
internal sealed class Pictures(string folder) : IDisposable
{
    /// <summary>No frame that a pipeline saves comes near; something else took its place.</summary>
    private const long MostBytes = 64 << 20;

    private readonly JpegThumbnail _thumbnail = new();

    /// <summary>Reads a file of the library and shrinks it.</summary>
    /// <returns>The thumbnail, which the caller disposes, or why there is none.</returns>
    public async Task<(EncodedImage? Image, string Problem)> TryShrinkAsync(string? path, int longestSide, CancellationToken cancellationToken)
    {
        if (path is null)
        {
            return (null, "no file was saved");
        }

        try
        {
            var file = new FileInfo(DiskArtifactStore.FullPath(folder, path));
            if (file.Exists && file.Length > MostBytes)
            {
                return (null, "the file is too large to be a frame");
            }

            var bytes = await File.ReadAllBytesAsync(file.FullName, cancellationToken).ConfigureAwait(false);
            return (_thumbnail.Shrink(bytes, longestSide), string.Empty);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return (null, "the file is missing");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return (null, "the file cannot be read");
        }
        catch (ItemException)
        {
            return (null, "the file is damaged or no JPEG");
        }
    }

    public void Dispose()
    {
        _thumbnail.Dispose();
    }
}
