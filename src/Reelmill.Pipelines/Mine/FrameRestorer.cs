using Reelmill.Library.Catalog;
using Reelmill.Media.Frames;
using Reelmill.Media.Probing;
using Reelmill.Vision.Images;
using Reelmill.Vision.Quality;

namespace Reelmill.Pipelines.Mine;

/// <summary>Makes the picture of one sampled frame again, whether the frame was kept or not.</summary>
/// <remarks>Safe for concurrent use.</remarks>
internal sealed class FrameRestorer(FrameDecoder decoder)
{
    /// <summary>Makes it.</summary>
    /// <param name="media">The video.</param>
    /// <param name="recipe">What its frames were made by, as JSON.</param>
    /// <param name="frame">The frame.</param>
    /// <param name="cancellationToken">Stops the decode.</param>
    /// <returns>The JPEG file that the frame has or would have, which the caller disposes; null when the video has no such frame.</returns>
    /// <exception cref="Core.ItemException">The video cannot be decoded.</exception>
    public async Task<EncodedImage?> MakeAsync(MediaInfo media, string recipe, FrameRecord frame, CancellationToken cancellationToken)
    {
        var (sampling, quality) = MineRecipe.Read(recipe);
        var video = media.RequireVideo();
        using var picture = await decoder.DecodeOneAsync(media.Path, media, sampling, frame.TimeMs, p => IsOf(frame, p, video), cancellationToken).ConfigureAwait(false);
        if (picture is null)
        {
            return null;
        }

        using var encoder = new JpegEncoder(quality);
        return encoder.Encode(picture.Pixels.Span, picture.Width, picture.Height, Colors.Of(video, picture.FullRange));
    }

    /// <summary>A picture that gives the same scores is the same.</summary>
    private static bool IsOf(FrameRecord frame, VideoFrame picture, VideoStream video)
    {
        var color = Colors.Of(video, picture.FullRange);
        var scores = new FrameScorer().Score(picture.Luma, picture.Width, picture.Height, picture.Width, color.FullRange).Scores;
        return scores with { Motion = 0 } == new FrameScores(
            frame.Sharpness, frame.Dark, frame.Bright, frame.Mean, frame.Contrast, frame.Information, 0, frame.Hash);
    }
}
