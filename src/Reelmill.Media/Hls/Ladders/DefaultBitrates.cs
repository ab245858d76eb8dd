namespace Reelmill.Media.Hls.Ladders;

/// <summary>Average bitrates by height, as Apple's HLS authoring specification recommends them for H.264; between them, by area.</summary>
internal static class DefaultBitrates
{
    private static readonly (int Height, int Bitrate)[] Known = [(234, 145), (360, 365), (432, 1100), (540, 2000), (720, 3000), (1080, 6000)];

    public static int At(int height)
    {
        var above = Array.FindIndex(Known, k => k.Height >= height);
        return above switch
        {
            < 0 => Scaled(Known[^1], height),
            0 => Scaled(Known[0], height),
            _ => Between(Known[above - 1], Known[above], height),
        };
    }

    /// <summary>What a picture of another area needs, when a picture of one area needs so much: less than in proportion.</summary>
    public static int ForArea(int bitrate, double areaShare) => (int)Math.Round(bitrate * Math.Pow(areaShare, 0.75));

    private static int Scaled((int Height, int Bitrate) known, int height)
    {
        var side = (double)height / known.Height;
        return ForArea(known.Bitrate, side * side);
    }

    private static int Between((int Height, int Bitrate) low, (int Height, int Bitrate) high, int height)
    {
        var share = Math.Log((double)height / low.Height) / Math.Log((double)high.Height / low.Height);
        return (int)Math.Round(low.Bitrate * Math.Pow((double)high.Bitrate / low.Bitrate, share));
    }
}
