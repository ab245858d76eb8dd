using Reelmill.Library;
using Reelmill.Library.Artifacts.Disk;
using Reelmill.Library.Catalog;
using Reelmill.Media.Frames;
using Reelmill.Vision.Images;

namespace Reelmill.Pipelines.Mine;

/// <summary>Adds frame files to a video in the library. Not thread-safe: each instance owns a JPEG encoder.</summary>
internal sealed class FrameFiles(DiskArtifactStore artifacts, AvailableVideo video) : IDisposable
{
    private readonly JpegEncoder _encoder = new(MineRecipe.ReadSampling(video.Recipe).JpegQuality);

    /// <summary>Encodes and saves a frame, and returns its record with the file.</summary>
    public async Task<FrameRecord> SaveAsync(FrameRecord frame, VideoFrame decoded, ColorSpec color, CancellationToken cancellationToken)
    {
        using var jpeg = _encoder.Encode(decoded.Pixels.Span, decoded.Width, decoded.Height, color);
        var file = await artifacts.AddAsync(
            LibraryLayout.Frames, video.Content, LibraryLayout.FrameName(decoded.TimeMs), jpeg.Memory, cancellationToken).ConfigureAwait(false);
        return frame.WithFile(file);
    }

    public void Dispose() => _encoder.Dispose();
}
