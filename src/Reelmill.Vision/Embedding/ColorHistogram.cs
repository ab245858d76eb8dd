namespace Reelmill.Vision.Embedding;

/// <summary>
/// How frequent colours are: a grid of 4x4 differences of colour at 2 levels of luma. Each pixel is shared among the
/// 8 nodes around it, so that no colour lies on a border.
/// </summary>
internal static class ColorFrequencies
{
    public const int Count = Nodes * Nodes * Levels;

    private const int Nodes = 4;
    private const int Levels = 2;

    public static void Write(DescriptorPlanes planes, Span<float> target)
    {
        target.Clear();
        for (var i = 0; i < planes.Luma.Length; i++)
        {
            var (blue, blueShare) = Node(planes.Blue[i]);
            var (red, redShare) = Node(planes.Red[i]);
            var light = Math.Clamp(planes.Luma[i], 0, 1);
            var at = ((blue * Nodes) + red) * Levels;
            Share(target[at..], light, (1 - blueShare) * (1 - redShare));
            Share(target[(at + Levels)..], light, (1 - blueShare) * redShare);
            Share(target[(at + (Nodes * Levels))..], light, blueShare * (1 - redShare));
            Share(target[(at + (Nodes * Levels) + Levels)..], light, blueShare * redShare);
        }

        foreach (ref var value in target)
        {
            value = MathF.Sqrt(value);
        }
    }

    /// <summary>The lower node and the share of the upper one. Differences over a quarter are rare, and are one.</summary>
    private static (int Node, float Share) Node(float difference)
    {
        var position = Math.Clamp((2 * difference) + 0.5f, 0, 1) * (Nodes - 1);
        var node = Math.Min((int)position, Nodes - 2);
        return (node, position - node);
    }

    private static void Share(Span<float> levels, float light, float weight)
    {
        levels[0] += (1 - light) * weight;
        levels[1] += light * weight;
    }
}
