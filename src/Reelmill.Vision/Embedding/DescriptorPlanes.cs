namespace Reelmill.Vision.Embedding;

/// <summary>A 64x64 image as BT.601 luma (0..1) and two chroma planes (-0.5..0.5).</summary>
internal readonly ref struct DescriptorPlanes
{
    public const int Side = 64;
    public const int Length = 3 * Area;
    private const int Area = Side * Side;

    private DescriptorPlanes(Span<float> planes)
    {
        Luma = planes[..Area];
        Blue = planes.Slice(Area, Area);
        Red = planes.Slice(2 * Area, Area);
    }

    public ReadOnlySpan<float> Luma { get; }

    public ReadOnlySpan<float> Blue { get; }

    public ReadOnlySpan<float> Red { get; }

    /// <summary>Converts planes of red, green and blue; <paramref name="scratch"/> needs room for <see cref="Length"/> values.</summary>
    public static DescriptorPlanes From(ReadOnlySpan<float> rgb, Span<float> scratch)
    {
        var luma = scratch[..Area];
        var blue = scratch.Slice(Area, Area);
        var red = scratch.Slice(2 * Area, Area);
        for (var i = 0; i < Area; i++)
        {
            var (r, g, b) = (rgb[i], rgb[Area + i], rgb[(2 * Area) + i]);
            luma[i] = (0.299f * r) + (0.587f * g) + (0.114f * b);
            blue[i] = (b - luma[i]) / 1.772f;
            red[i] = (r - luma[i]) / 1.402f;
        }

        return new DescriptorPlanes(scratch);
    }
}
