namespace Reelmill.Vision.Embedding;

/// <summary>
/// How strong the edges of 8 directions are around 4x4 places. Opposite directions are one, so that light on dark is as
/// dark on light; each edge is shared among the places around it, so that a small shift changes little.
/// </summary>
internal static class EdgeDirections
{
    public const int Count = Places * Places * Directions;

    private const int Places = 4;
    private const int Directions = 8;
    private const int Side = DescriptorPlanes.Side;
    private const int Step = Side / Places;

    /// <summary>tan(22.5 k degrees - 11.25) for k = 1..4: the borders between directions of one quarter turn.</summary>
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
                Share(target[Direction(dx, dy)..], x, y, MathF.Sqrt((dx * dx) + (dy * dy)));
            }
        }

        // The square root makes the angle between two of these that of Hellinger's distance.
        foreach (ref var value in target)
        {
            value = MathF.Sqrt(value);
        }
    }

    private static int Direction(float dx, float dy)
    {
        var (x, y) = (MathF.Abs(dx), MathF.Abs(dy));
        var direction = 0;
        while (direction < Borders.Length && y > x * Borders[direction])
        {
            direction++;
        }

        return (dx < 0) == (dy < 0) ? direction : (Directions - direction) % Directions;
    }

    /// <summary>Adds to the four places around a pixel, by nearness; beyond the outermost ones there is none.</summary>
    private static void Share(Span<float> target, int x, int y, float strength)
    {
        var (px, py) = (((x + 0.5f) / Step) - 0.5f, ((y + 0.5f) / Step) - 0.5f);
        var (left, top) = ((int)MathF.Floor(px), (int)MathF.Floor(py));
        for (var row = top; row <= top + 1; row++)
        {
            for (var column = left; column <= left + 1; column++)
            {
                if (row is >= 0 and < Places && column is >= 0 and < Places)
                {
                    var weight = (1 - MathF.Abs(px - column)) * (1 - MathF.Abs(py - row));
                    target[((row * Places) + column) * Directions] += strength * weight;
                }
            }
        }
    }
}
