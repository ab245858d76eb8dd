using Reelmill.Media.Probing;

namespace Reelmill.Media.Hls.Ladders;

/// <summary>Fits a ladder to a source: nothing is made larger than it is, sides are even, pixels square.</summary>
public static class RenditionPlan
{
    private const double WidestShape = 16.0 / 9;

    /// <summary>A source that is larger than the next rung by less than this is not worth a rendition of its own.</summary>
    private const double WorthOwnRung = 1.1;

    /// <summary>No rendition gets fewer bits a second, in thousands.</summary>
    internal const int LowestBitrate = 50;
    private const double Rounding = 0.001;

    /// <summary>Gives the renditions of a source, largest first.</summary>
    /// <param name="ladder">What is wanted.</param>
    /// <param name="video">The source; its display size is known.</param>
    /// <param name="allowUpscale">Whether rungs that are larger than the source are made all the same.</param>
    /// <returns>
    /// At least one. The rungs that the source fills; and the source's own size, with a share of the bits of the next rung
    /// up, when it lies between two rungs or below all of them.
    /// </returns>
    public static IReadOnlyList<Rendition> For(Ladder ladder, VideoStream video, bool allowUpscale)
    {
        var renditions = new List<Rendition>();
        var (height, filled) = (HeightOfBox(video), 0);
        foreach (var rung in ladder.Rungs.Reverse())
        {
            var scale = rung.Height / height;
            if (scale <= 1 + Rounding || allowUpscale)
            {
                filled = rung.Height;
                renditions.Add(Sized(Rendition.NameOf(rung.Height), rung, video, allowUpscale ? scale : Math.Min(scale, 1), 1));
                continue;
            }

            if (height > filled * WorthOwnRung)
            {
                // Named as a rung is, by its box; by its picture, a wide one could be called as the rung below it.
                renditions.Add(Sized(Rendition.NameOf(Even(height)), rung, video, 1, 1 / (scale * scale)));
            }

            break;
        }

        renditions.Reverse();
        return renditions;
    }

    /// <summary>The height of the smallest rung that would hold the source: that of its box of 16:9, not always that of its picture.</summary>
    private static double HeightOfBox(VideoStream video) => Math.Max(
        Math.Max(video.DisplayWidth, video.DisplayHeight) / WidestShape,
        Math.Min(video.DisplayWidth, video.DisplayHeight));

    private static Rendition Sized(string name, LadderRung rung, VideoStream video, double scale, double areaShare) => new(
        name,
        Even(video.DisplayWidth * scale),
        Even(video.DisplayHeight * scale),
        Math.Max(LowestBitrate, DefaultBitrates.ForArea(rung.Bitrate, areaShare)),
        Math.Max(LowestBitrate, DefaultBitrates.ForArea(rung.MaxBitrate, areaShare)),
        rung.Profile);

    /// <summary>The nearest even number that is not larger than the side by more than a rounding; the smallest picture has 2 pixels.</summary>
    private static int Even(double side) => Math.Max(2, (int)Math.Round(side / 2 - 0.01) * 2);
}
