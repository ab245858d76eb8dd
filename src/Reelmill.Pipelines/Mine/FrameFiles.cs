using Reelmill.Library;
using Reelmill.Library.Artifacts.Disk;
using Reelmill.Library.Catalog;
using Reelmill.Media.Frames;
using Reelmill.Vision.Images;

namespace Reelmill.Pipelines.Mine;

/// <summary>Saves frames of one video beside those that it has. Not thread-safe: it owns an encoder.</summary>
internal sealed class FrameFiles(DiskArtifactStore artifacts, VideoAtHand video) : IDisposable
{
    private readonly JpegEncoder _encoder = new(MineRecipe.Read(video.Recipe).JpegQuality);

    /// <summary>Saves a picture and gives its record with the file.</summary>
    public async Task<FrameRecord> SaveAsync(FrameRecord frame, VideoFrame picture, ColorSpec color, CancellationToken cancellationToken)
    {
        using var image = _encoder.Encode(picture.Pixels.Span, picture.Width, picture.Height, color);
        var file = await artifacts.AddAsync(
            LibraryLayout.Frames, video.Content, LibraryLayout.FrameName(picture.TimeMs), image.Memory, cancellationToken).ConfigureAwait(false);
        return frame.WithFile(file);
    }

    public void Dispose() => _encoder.Dispose();
}
