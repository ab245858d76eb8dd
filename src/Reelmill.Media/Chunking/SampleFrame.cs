namespace Reelmill.Media.Chunking;

/// <summary>A decoded frame, small enough to keep thousands.</summary>
/// <param name="Pts">When it is shown, in units of its sample.</param>
/// <param name="Print">Its brightness: 64 x 64 averages in rows.</param>
internal readonly record struct SampleFrame(long Pts, ReadOnlyMemory<byte> Print)
{
    /// <summary>The width and height of a print.</summary>
    public const int Side = 64;

    /// <summary>The bytes of a print.</summary>
    public const int Bytes = Side * Side;

    /// <summary>A frame that is further away, in mean levels of 255, shows something else.</summary>
    public const double MostDistance = 24;

    /// <summary>A frame that is further away may be another one of the source.</summary>
    public const double FarDistance = 1;

    /// <summary>How much nearer a neighbor must be, as a share of its distance from the right frame, to count against a frame.</summary>
    public const double Margin = 0.25;

    /// <summary>The mean difference of brightness, in levels of 255.</summary>
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
