using Reelmill.Core;
using Reelmill.Media.Probing;
using Reelmill.Pipelines;
using Reelmill.Pipelines.Index;
using Reelmill.Pipelines.Items.Tar;
using Reelmill.Vision.Images;

namespace Reelmill.Server.Reports.Thumbnails;

/// <summary>Makes upright thumbnails of every image format that <c>index</c> accepts. An unreadable image is a <see cref="ThumbnailProblem"/>, not an exception.</summary>
/// <param name="tools">The paths of the decoding programs.</param>
internal sealed class ImageThumbnails(ToolPaths tools) : IDisposable
{
    private readonly ImageLoader _loader = new(tools, new ProbeLimits());
    private readonly RgbThumbnailer _thumbnail = new();
    private readonly DirectoryInfo _scratch = Directory.CreateTempSubdirectory("reelmill-");

    /// <summary>Reads an image, also from an archive, and scales it down.</summary>
    /// <returns>The thumbnail as JPEG, which the caller disposes, or the reason why there is none.</returns>
    public async Task<(EncodedImage? Image, ThumbnailProblem Problem)> TryMakeAsync(string? path, int longestSide, CancellationToken cancellationToken)
    {
        if (path is null)
        {
            return (null, ThumbnailProblem.NotSaved);
        }

        try
        {
            if (TarArchive.Split(path) is not { } inside)
            {
                return (await MakeAsync(path, longestSide, cancellationToken).ConfigureAwait(false), default);
            }

            var member = await new TarExtractor(_ => Task.FromResult(Path.Combine(_scratch.FullName, Path.GetRandomFileName()))).ExtractAsync(inside.Archive, inside.Member, cancellationToken).ConfigureAwait(false);
            return (await MakeAsync(member.Path, longestSide, cancellationToken).ConfigureAwait(false), default);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException or ItemException { Code: "not_found" })
        {
            return (null, ThumbnailProblem.Missing);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return (null, ThumbnailProblem.Unreadable);
        }
        catch (ItemException)
        {
            return (null, ThumbnailProblem.Damaged);
        }
    }

    public void Dispose()
    {
        _loader.Dispose();
        _thumbnail.Dispose();
        CleanUp.RemoveFolder(_scratch.FullName);
    }

    private async Task<EncodedImage> MakeAsync(string path, int longestSide, CancellationToken cancellationToken)
    {
        var bytes = ImageFileReader.Read(path);
        using var image = await _loader.LoadAsync(path, bytes, longestSide, longestSide, cancellationToken).ConfigureAwait(false);
        return _thumbnail.Shrink(image, longestSide);
    }
}
