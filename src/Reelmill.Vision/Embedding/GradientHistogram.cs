namespace Reelmill.Vision.Embedding;

/// <summary>
/// Histograms of gradients with 8 directions in 4x4 cells. Opposite directions share a bin, so that light on dark equals
/// dark on light. Each gradient is interpolated between the surrounding cells, so that a small shift changes little.
/// </summary>
internal static class GradientHistogram
{
    public const int Count = Cells * Cells * Directions;

    private const int Cells = 4;
    private const int Directions = 8;
    private const int Side = DescriptorPlanes.Side;
    private const int Step = Side / Cells;

    /// <summary>tan(22.5 k - 11.25 degrees) for k = 1..4: the boundaries between the directions within 90 degrees.</summary>
    private static ReadOnlySpan<float> Borders => [0.19891237f, 0.66817864f, 1.4966058f, 5.0273395f];

    public static void Write(DescriptorPlanes planes, Span<float> target)
    {
        target.Clear();
        for (var y = 1; y < Side - 1; y++)
        {
            var rows = planes.Luma.Slice((y - 1) * Side, 3 * Side);
            for (var x = 1; x < Side - 1; x++)
            {
                var (dx, dy) = (rows[Side + x + 1] - rows[Side + x - 1], rows[(2 * Side) + x] - rows[x]);
                AddInterpolated(target[FindDirection(dx, dy)..], x, y, MathF.Sqrt((dx * dx) + (dy * dy)));
            }
        }

        // With square roots, the dot product of two histograms is their Bhattacharyya coefficient (Hellinger distance).
        foreach (ref var value in target)
        {
            value = MathF.Sqrt(value);
        }
    }

    private static int FindDirection(float dx, float dy)
    {
        var (x, y) = (MathF.Abs(dx), MathF.Abs(dy));
        var direction = 0;
        while (direction < Borders.Length && y > x * Borders[direction])
        {
            direction++;
        }

        return (dx < 0) == (dy < 0) ? direction : (Directions - direction) % Directions;
    }

    /// <summary>Adds a gradient to the up to four cells around a pixel, with bilinear weights.</summary>
    private static void AddInterpolated(Span<float> target, int x, int y, float magnitude)
    {
        var (px, py) = (((x + 0.5f) / Step) - 0.5f, ((y + 0.5f) / Step) - 0.5f);
        var (left, top) = ((int)MathF.Floor(px), (int)MathF.Floor(py));
        for (var row = top; row <= top + 1; row++)
        {
            for (var column = left; column <= left + 1; column++)
            {
                if (row is >= 0 and < Cells && column is >= 0 and < Cells)
                {
                    var weight = (1 - MathF.Abs(px - column)) * (1 - MathF.Abs(py - row));
                    target[((row * Cells) + column) * Directions] += magnitude * weight;
                }
            }
        }
    }
}
