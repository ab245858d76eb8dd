namespace Reelmill.Vision.Embedding;

/// <summary>
/// A color histogram with 4x4 bins of chroma at 2 levels of luma. Each pixel is interpolated between the 8 nearest bin
/// centers, so that no color falls on a bin boundary.
/// </summary>
internal static class ColorHistogram
{
    public const int Count = Nodes * Nodes * Levels;

    private const int Nodes = 4;
    private const int Levels = 2;

    public static void Write(DescriptorPlanes planes, Span<float> target)
    {
        target.Clear();
        for (var i = 0; i < planes.Luma.Length; i++)
        {
            var (blue, blueShare) = FindNode(planes.Blue[i]);
            var (red, redShare) = FindNode(planes.Red[i]);
            var luma = Math.Clamp(planes.Luma[i], 0, 1);
            var offset = ((blue * Nodes) + red) * Levels;
            AddWeighted(target[offset..], luma, (1 - blueShare) * (1 - redShare));
            AddWeighted(target[(offset + Levels)..], luma, (1 - blueShare) * redShare);
            AddWeighted(target[(offset + (Nodes * Levels))..], luma, blueShare * (1 - redShare));
            AddWeighted(target[(offset + (Nodes * Levels) + Levels)..], luma, blueShare * redShare);
        }

        foreach (ref var value in target)
        {
            value = MathF.Sqrt(value);
        }
    }

    /// <summary>Returns the lower node and the weight of the upper one. Chroma beyond 0.25 is rare and clamped.</summary>
    private static (int Node, float Share) FindNode(float difference)
    {
        var position = Math.Clamp((2 * difference) + 0.5f, 0, 1) * (Nodes - 1);
        var node = Math.Min((int)position, Nodes - 2);
        return (node, position - node);
    }

    private static void AddWeighted(Span<float> levels, float luma, float weight)
    {
        levels[0] += (1 - luma) * weight;
        levels[1] += luma * weight;
    }
}
