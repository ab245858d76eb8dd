using System.Runtime.Intrinsics;

namespace Reelmill.Media.Interlacing;

/// <summary>
/// Makes a frame of one field: a sample of the other field stays where it is between the lines above and below, and becomes
/// their mean where it is not. It looks at one frame alone, and what does not move keeps nearly all of its detail.
/// </summary>
internal static class FieldInterpolation
{
    /// <summary>Replaces the other field of one plane.</summary>
    /// <param name="plane">The samples, line after line without padding; changed in place.</param>
    /// <param name="width">The width.</param>
    /// <param name="height">The height.</param>
    /// <param name="isTurned">Whether the frame was turned by a quarter, so that what was a line is a column.</param>
    /// <param name="keptLine">The first line, or column, of the field that is kept: 0 or 1.</param>
    public static void Apply(Span<byte> plane, int width, int height, bool isTurned, int keptLine)
    {
        if (isTurned)
        {
            for (var y = 0; y < height; y++)
            {
                ApplyTo(plane.Slice(y * width, width), keptLine);
            }

            return;
        }

        for (var y = 1 - keptLine; y < height; y += 2)
        {
            var above = Math.Abs(y - 1);
            if (above < height)
            {
                Replace(plane.Slice(above * width, width), plane.Slice(y * width, width), plane.Slice((y + 1 < height ? y + 1 : above) * width, width));
            }
        }
    }

    /// <summary>One line of a turned frame.</summary>
    private static void ApplyTo(Span<byte> line, int keptColumn)
    {
        for (var x = 1 - keptColumn; x < line.Length; x += 2)
        {
            var before = Math.Abs(x - 1);
            if (before < line.Length)
            {
                line[x] = Of(line[before], line[x], line[x + 1 < line.Length ? x + 1 : before]);
            }
        }
    }

    private static void Replace(ReadOnlySpan<byte> above, Span<byte> line, ReadOnlySpan<byte> below)
    {
        var x = 0;
        for (; x <= line.Length - LinePairs.Samples; x += LinePairs.Samples)
        {
            var (a, b, c) = (LinePairs.At(above, x), LinePairs.At(line, x), LinePairs.At(below, x));
            var isBetween = Vector256.Equals(b, Vector256.Max(Vector256.Min(a, c), Vector256.Min(Vector256.Max(a, c), b)));
            Vector256.ConditionalSelect(isBetween, b, LinePairs.Between(a, c)).CopyTo(line[x..]);
        }

        for (; x < line.Length; x++)
        {
            line[x] = Of(above[x], line[x], below[x]);
        }
    }

    private static byte Of(byte above, byte sample, byte below) =>
        sample >= Math.Min(above, below) && sample <= Math.Max(above, below) ? sample : (byte)((above + below) / 2);
}
