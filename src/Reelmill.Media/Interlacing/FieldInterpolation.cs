using System.Runtime.Intrinsics;

namespace Reelmill.Media.Interlacing;

/// <summary>
/// Deinterlaces a frame by interpolating one field: a sample of the replaced field is kept where its value lies between the
/// samples above and below, and becomes their mean elsewhere. Uses one frame by itself; static areas keep nearly all detail.
/// </summary>
internal static class FieldInterpolation
{
    /// <summary>Interpolates one field of a plane in place.</summary>
    /// <param name="plane">The samples, line by line without padding.</param>
    /// <param name="width">The width in samples.</param>
    /// <param name="height">The height in samples.</param>
    /// <param name="isTransposed">Whether the frame is rotated by 90 or 270 degrees, so that its columns are the coded lines.</param>
    /// <param name="keptLine">The first line, or column, of the field to keep: 0 or 1.</param>
    public static void Apply(Span<byte> plane, int width, int height, bool isTransposed, int keptLine)
    {
        if (isTransposed)
        {
            for (var y = 0; y < height; y++)
            {
                InterpolateColumns(plane.Slice(y * width, width), keptLine);
            }

            return;
        }

        for (var y = 1 - keptLine; y < height; y += 2)
        {
            var above = Math.Abs(y - 1);
            if (above < height)
            {
                InterpolateLine(plane.Slice(above * width, width), plane.Slice(y * width, width), plane.Slice((y + 1 < height ? y + 1 : above) * width, width));
            }
        }
    }

    /// <summary>Interpolates every other column in a line of a transposed frame.</summary>
    private static void InterpolateColumns(Span<byte> line, int keptColumn)
    {
        for (var x = 1 - keptColumn; x < line.Length; x += 2)
        {
            var before = Math.Abs(x - 1);
            if (before < line.Length)
            {
                line[x] = Interpolate(line[before], line[x], line[x + 1 < line.Length ? x + 1 : before]);
            }
        }
    }

    private static void InterpolateLine(ReadOnlySpan<byte> above, Span<byte> line, ReadOnlySpan<byte> below)
    {
        var x = 0;
        for (; x <= line.Length - SampleVector.Length; x += SampleVector.Length)
        {
            var (a, b, c) = (SampleVector.Load(above, x), SampleVector.Load(line, x), SampleVector.Load(below, x));
            var isBetween = Vector256.Equals(b, Vector256.Max(Vector256.Min(a, c), Vector256.Min(Vector256.Max(a, c), b)));
            Vector256.ConditionalSelect(isBetween, b, SampleVector.Average(a, c)).CopyTo(line[x..]);
        }

        for (; x < line.Length; x++)
        {
            line[x] = Interpolate(above[x], line[x], below[x]);
        }
    }

    private static byte Interpolate(byte above, byte sample, byte below) =>
        sample >= Math.Min(above, below) && sample <= Math.Max(above, below) ? sample : (byte)((above + below) / 2);
}
