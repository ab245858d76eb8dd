using System.Runtime.Intrinsics;

namespace Reelmill.Media.Interlacing;

/// <summary>
/// Finds combs: lines that are by turns brighter and darker than both their neighbors, as where two fields of different
/// times are woven. Looks at one frame alone, so that the answer never depends on which frames were decoded before.
/// </summary>
/// <remarks>Fine horizontal patterns look the same: a comb is a reason to measure the scan type, no proof.</remarks>
internal static class CombDetector
{
    /// <summary>How much further a line must be from its neighbors than from the next line of its own field, in levels.</summary>
    private const byte Step = 8;

    /// <summary>The lines of a tile; its width is that of <see cref="LinePairs.Samples"/>.</summary>
    private const int TileLines = 16;

    /// <summary>How many samples of a tile must be part of a comb. Of 33 progressive videos, 32 stay below it.</summary>
    private const int LeastSamples = 24;

    /// <summary>Whether a frame has combs.</summary>
    /// <param name="luma">The luma, line after line without padding.</param>
    /// <param name="width">The width.</param>
    /// <param name="height">The height.</param>
    /// <param name="isTurned">Whether the frame was turned by a quarter, so that what was a line is a column.</param>
    public static bool HasCombs(ReadOnlySpan<byte> luma, int width, int height, bool isTurned)
    {
        var (first, last) = isTurned ? (1, width - LinePairs.Samples - 2) : (0, width - LinePairs.Samples);
        var (top, bottom) = isTurned ? (0, height) : (1, height - 2);
        if (last < first)
        {
            return false;
        }

        for (var y = top; y < bottom; y += TileLines)
        {
            for (var x = first; ; x = Math.Min(x + LinePairs.Samples, last))
            {
                if (IsCombed(luma, width, x, y, Math.Min(y + TileLines, bottom), isTurned ? 1 : width))
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

    private static bool IsCombed(ReadOnlySpan<byte> luma, int width, int x, int top, int bottom, int toNext)
    {
        var (step, count) = (Vector256.Create(Step), Vector256<byte>.Zero);
        for (var y = top; y < bottom; y++)
        {
            var at = (y * width) + x;
            var (a, b) = (LinePairs.At(luma, at - toNext), LinePairs.At(luma, at));
            var (c, d) = (LinePairs.At(luma, at + toNext), LinePairs.At(luma, at + (2 * toNext)));
            var up = Vector256.Min(Vector256.Min(LinePairs.Above(b, a), LinePairs.Above(b, c)), LinePairs.Above(d, c));
            var down = Vector256.Min(Vector256.Min(LinePairs.Above(a, b), LinePairs.Above(c, b)), LinePairs.Above(c, d));
            var alike = Vector256.Max(LinePairs.Apart(a, c), LinePairs.Apart(b, d));
            count += Vector256.GreaterThan(LinePairs.Above(Vector256.Max(up, down), alike), step) & Vector256<byte>.One;
        }

        return LinePairs.Sum(count) >= LeastSamples;
    }
}
