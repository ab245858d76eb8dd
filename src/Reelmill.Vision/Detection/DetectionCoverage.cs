namespace Reelmill.Vision.Detection;

/// <summary>Computes the share of an image that detections cover: for text, the share of slides and captions.</summary>
public static class DetectionCoverage
{
    /// <summary>Divides the area of the union of all boxes by the area of the image.</summary>
    /// <param name="detections">Detections in pixels of the image; classes are ignored.</param>
    /// <param name="width">The width of the image in pixels, from 1.</param>
    /// <param name="height">The height of the image in pixels, from 1.</param>
    /// <returns>The share in 0..1.</returns>
    public static float Compute(IReadOnlyList<Detection> detections, int width, int height)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        float[] edges = [.. detections.SelectMany(static d => new[] { d.Box.X, d.Box.X + d.Box.Width }).Distinct().Order()];
        var covered = 0.0;
        for (var i = 1; i < edges.Length; i++)
        {
            var (left, right) = (edges[i - 1], edges[i]);
            var boxes = detections.Select(static d => d.Box).Where(b => b.X <= left && b.X + b.Width >= right);
            covered += (right - left) * (double)GetCoveredLength(boxes.Select(static b => (b.Y, b.Y + b.Height)));
        }

        return (float)Math.Clamp(covered / ((double)width * height), 0, 1);
    }

    private static float GetCoveredLength(IEnumerable<(float From, float To)> spans)
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
