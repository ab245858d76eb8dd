namespace Reelmill.Media.Chunking;

/// <summary>A decoded frame, reduced so that thousands fit into memory.</summary>
/// <param name="Pts">The presentation timestamp, in units of the sample's time base.</param>
/// <param name="Luma">The luma thumbnail: 64 x 64 averages, row by row.</param>
internal readonly record struct SampleFrame(long Pts, ReadOnlyMemory<byte> Luma)
{
    /// <summary>The width and height of a thumbnail in pixels.</summary>
    public const int Side = 64;

    /// <summary>The size of a thumbnail in bytes.</summary>
    public const int Bytes = Side * Side;

    /// <summary>The largest distance between frames with the same content, in mean levels of 255.</summary>
    public const double MaxDistance = 24;

    /// <summary>The distance above which a frame may be another one of the source, in mean levels of 255.</summary>
    public const double FarDistance = 1;

    /// <summary>How much nearer a neighbor must be to count against a frame, as a share of the neighbor's distance from the expected frame.</summary>
    public const double Margin = 0.25;

    /// <summary>Computes the mean absolute difference of luma, in levels of 255.</summary>
    public static double Distance(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right)
    {
        var sum = 0;
        for (var i = 0; i < left.Length; i++)
        {
            sum += Math.Abs(left[i] - right[i]);
        }

        return (double)sum / left.Length;
    }
}
