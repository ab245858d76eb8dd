using Reelmill.Media.Probing;

namespace Reelmill.Media.Hls.Ladders;

/// <summary>Fits a ladder to a source: nothing is upscaled, sides are even, pixels are square.</summary>
public static class RenditionPlanner
{
    private const double BoxAspectRatio = 16.0 / 9;

    /// <summary>The ratio to the next lower rung below which a source does not get a rendition of its own size.</summary>
    private const double MinOwnSizeRatio = 1.1;

    /// <summary>The minimum bitrate of a rendition in kb/s.</summary>
    internal const int LowestBitrate = 50;
    private const double Rounding = 0.001;

    /// <summary>Plans the renditions of a source, largest first.</summary>
    /// <param name="ladder">The requested ladder.</param>
    /// <param name="video">The source; its display size is known.</param>
    /// <param name="allowUpscale">Whether rungs larger than the source are kept.</param>
    /// <returns>
    /// At least one rendition: the rungs that the source fills, and the source's own size, with a share of the next
    /// rung's bitrate, when it lies between two rungs or below all of them.
    /// </returns>
    public static IReadOnlyList<Rendition> Plan(Ladder ladder, VideoStream video, bool allowUpscale)
    {
        var renditions = new List<Rendition>();
        var (height, filled) = (GetBoxHeight(video), 0);
        foreach (var rung in ladder.Rungs.Reverse())
        {
            var scale = rung.Height / height;
            if (scale <= 1 + Rounding || allowUpscale)
            {
                filled = rung.Height;
                renditions.Add(CreateRendition(Rendition.FormatName(rung.Height), rung, video, allowUpscale ? scale : Math.Min(scale, 1), 1));
                continue;
            }

            if (height > filled * MinOwnSizeRatio)
            {
                // The name comes from the 16:9 box, like a rung's; by its own height, a wide frame could get the name of the rung below.
                renditions.Add(CreateRendition(Rendition.FormatName(RoundToEven(height)), rung, video, 1, 1 / (scale * scale)));
            }

            break;
        }

        renditions.Reverse();
        return renditions;
    }

    /// <summary>The height of the smallest 16:9 box that contains the source, which is not always the height of its frame.</summary>
    private static double GetBoxHeight(VideoStream video) => Math.Max(
        Math.Max(video.DisplayWidth, video.DisplayHeight) / BoxAspectRatio,
        Math.Min(video.DisplayWidth, video.DisplayHeight));

    private static Rendition CreateRendition(string name, LadderRung rung, VideoStream video, double scale, double areaShare) => new(
        name,
        RoundToEven(video.DisplayWidth * scale),
        RoundToEven(video.DisplayHeight * scale),
        Math.Max(LowestBitrate, DefaultBitrates.ScaleByArea(rung.Bitrate, areaShare)),
        Math.Max(LowestBitrate, DefaultBitrates.ScaleByArea(rung.MaxBitrate, areaShare)),
        rung.Profile);

    /// <summary>Rounds to the nearest even number, which exceeds the side by at most a rounding error; the minimum is 2 pixels.</summary>
    private static int RoundToEven(double side) => Math.Max(2, (int)Math.Round(side / 2 - 0.01) * 2);
}
