using System.Runtime.Intrinsics;

namespace Reelmill.Media.Interlacing;

/// <summary>
/// Detects combing: lines that alternate between brighter and darker than both neighbors, as where a frame interleaves two
/// fields of a moving object. Examines one frame by itself, so that the result never depends on earlier frames.
/// </summary>
/// <remarks>Fine horizontal patterns give the same result: combing is a reason to measure the scan type, not a proof.</remarks>
internal static class CombDetector
{
    /// <summary>The minimum excess, in levels, of the difference between adjacent lines over the difference within a field.</summary>
    private const byte MinExcess = 8;

    /// <summary>The height of a tile in lines; its width is <see cref="SampleVector.Length"/>.</summary>
    private const int TileLines = 16;

    /// <summary>The minimum number of combed samples in a tile. Of 33 progressive videos, 32 stay below this number.</summary>
    private const int MinCombedSamples = 24;

    /// <summary>Whether a frame has combing.</summary>
    /// <param name="luma">The luma plane, line by line without padding.</param>
    /// <param name="width">The width in samples.</param>
    /// <param name="height">The height in samples.</param>
    /// <param name="isTransposed">Whether the frame is rotated by 90 or 270 degrees, so that its columns are the coded lines.</param>
    public static bool HasCombing(ReadOnlySpan<byte> luma, int width, int height, bool isTransposed)
    {
        var (first, last) = isTransposed ? (1, width - SampleVector.Length - 2) : (0, width - SampleVector.Length);
        var (top, bottom) = isTransposed ? (0, height) : (1, height - 2);
        if (last < first)
        {
            return false;
        }

        for (var y = top; y < bottom; y += TileLines)
        {
            for (var x = first; ; x = Math.Min(x + SampleVector.Length, last))
            {
                if (IsCombed(luma, width, x, y, Math.Min(y + TileLines, bottom), isTransposed ? 1 : width))
                {
                    return true;
                }

                if (x == last)
                {
                    break;
                }
            }
        }

        return false;
    }

    private static bool IsCombed(ReadOnlySpan<byte> luma, int width, int x, int top, int bottom, int stride)
    {
        var (excess, count) = (Vector256.Create(MinExcess), Vector256<byte>.Zero);
        for (var y = top; y < bottom; y++)
        {
            var at = (y * width) + x;
            var (a, b) = (SampleVector.Load(luma, at - stride), SampleVector.Load(luma, at));
            var (c, d) = (SampleVector.Load(luma, at + stride), SampleVector.Load(luma, at + (2 * stride)));
            var up = Vector256.Min(Vector256.Min(SampleVector.SubtractSaturated(b, a), SampleVector.SubtractSaturated(b, c)), SampleVector.SubtractSaturated(d, c));
            var down = Vector256.Min(Vector256.Min(SampleVector.SubtractSaturated(a, b), SampleVector.SubtractSaturated(c, b)), SampleVector.SubtractSaturated(c, d));
            var fieldDifference = Vector256.Max(SampleVector.AbsoluteDifference(a, c), SampleVector.AbsoluteDifference(b, d));
            count += Vector256.GreaterThan(SampleVector.SubtractSaturated(Vector256.Max(up, down), fieldDifference), excess) & Vector256<byte>.One;
        }

        return SampleVector.Sum(count) >= MinCombedSamples;
    }
}
