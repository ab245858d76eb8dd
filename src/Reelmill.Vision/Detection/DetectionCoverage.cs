namespace Reelmill.Vision.Detection;

/// <summary>How much of a picture detections cover together: for text, how much of it is slides and captions.</summary>
public static class CoveredShare
{
    /// <summary>The area of the union of all boxes by that of the picture.</summary>
    /// <param name="detections">Detections in pixels of the picture; their classes do not matter.</param>
    /// <param name="width">Pixels in a row of the picture, from 1.</param>
    /// <param name="height">Rows of the picture, from 1.</param>
    /// <returns>0..1.</returns>
    public static float Of(IReadOnlyList<Detection> detections, int width, int height)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        float[] edges = [.. detections.SelectMany(static d => new[] { d.Box.X, d.Box.X + d.Box.Width }).Distinct().Order()];
        var covered = 0.0;
        for (var i = 1; i < edges.Length; i++)
        {
            var (left, right) = (edges[i - 1], edges[i]);
            var boxes = detections.Select(static d => d.Box).Where(b => b.X <= left && b.X + b.Width >= right);
            covered += (right - left) * (double)CoveredLength(boxes.Select(static b => (b.Y, b.Y + b.Height)));
        }

        return (float)Math.Clamp(covered / ((double)width * height), 0, 1);
    }

    private static float CoveredLength(IEnumerable<(float From, float To)> spans)
    {
        var (length, end) = (0f, float.NegativeInfinity);
        foreach (var (from, to) in spans.Order())
        {
            length += Math.Max(0, to - Math.Max(from, end));
            end = Math.Max(end, to);
        }

        return length;
    }
}
