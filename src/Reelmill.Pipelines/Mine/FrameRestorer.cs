using Reelmill.Library.Catalog;
using Reelmill.Media.Frames;
using Reelmill.Media.Probing;
using Reelmill.Vision.Images;
using Reelmill.Vision.Quality;

namespace Reelmill.Pipelines.Mine;

/// <summary>Restores the JPEG of one sampled frame, kept or dropped, from its video.</summary>
/// <remarks>Safe for concurrent use.</remarks>
internal sealed class FrameRestorer(FrameDecoder decoder)
{
    /// <summary>Decodes and encodes the frame.</summary>
    /// <param name="media">The video.</param>
    /// <param name="recipe">The recipe of the video's frames, as JSON.</param>
    /// <param name="frame">The frame.</param>
    /// <param name="cancellationToken">Cancels the decode.</param>
    /// <returns>The JPEG that the frame has or would have, which the caller disposes; null when the video has no such frame.</returns>
    /// <exception cref="Core.ItemException">The video cannot be decoded.</exception>
    public async Task<EncodedImage?> RestoreAsync(MediaInfo media, string recipe, FrameRecord frame, CancellationToken cancellationToken)
    {
        var (sampling, quality) = MineRecipe.ReadSampling(recipe);
        var video = media.RequireVideo();
        using var decoded = await decoder.DecodeOneAsync(media.Path, media, sampling, frame.TimeMs, p => Matches(frame, p, video), cancellationToken).ConfigureAwait(false);
        if (decoded is null)
        {
            return null;
        }

        using var encoder = new JpegEncoder(quality);
        return encoder.Encode(decoded.Pixels.Span, decoded.Width, decoded.Height, Colors.GetSpec(video, decoded.FullRange));
    }

    /// <summary>Whether a decoded frame has the same scores as the record, which identifies it.</summary>
    private static bool Matches(FrameRecord frame, VideoFrame decoded, VideoStream video)
    {
        var color = Colors.GetSpec(video, decoded.FullRange);
        var scores = new FrameScorer().Score(decoded.Luma, decoded.Width, decoded.Height, decoded.Width, color.FullRange).Scores;
        return scores with { Motion = 0 } == new FrameScores(
            frame.Sharpness, frame.Dark, frame.Bright, frame.Mean, frame.Contrast, frame.Information, 0, frame.Hash);
    }
}
