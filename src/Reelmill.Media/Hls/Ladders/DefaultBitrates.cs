namespace Reelmill.Media.Hls.Ladders;

/// <summary>
/// The average bitrates by height that Apple's HLS Authoring Specification recommends for H.264, interpolated between
/// heights and scaled by area beyond them.
/// </summary>
internal static class DefaultBitrates
{
    private static readonly (int Height, int Bitrate)[] Recommended = [(234, 145), (360, 365), (432, 1100), (540, 2000), (720, 3000), (1080, 6000)];

    public static int ForHeight(int height)
    {
        var above = Array.FindIndex(Recommended, k => k.Height >= height);
        return above switch
        {
            < 0 => ScaleFrom(Recommended[^1], height),
            0 => ScaleFrom(Recommended[0], height),
            _ => Interpolate(Recommended[above - 1], Recommended[above], height),
        };
    }

    /// <summary>Scales a bitrate sublinearly with the frame area.</summary>
    public static int ScaleByArea(int bitrate, double areaShare) => (int)Math.Round(bitrate * Math.Pow(areaShare, 0.75));

    private static int ScaleFrom((int Height, int Bitrate) recommended, int height)
    {
        var side = (double)height / recommended.Height;
        return ScaleByArea(recommended.Bitrate, side * side);
    }

    private static int Interpolate((int Height, int Bitrate) low, (int Height, int Bitrate) high, int height)
    {
        var share = Math.Log((double)height / low.Height) / Math.Log((double)high.Height / low.Height);
        return (int)Math.Round(low.Bitrate * Math.Pow((double)high.Bitrate / low.Bitrate, share));
    }
}
