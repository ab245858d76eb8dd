namespace Reelmill.Vision.Quality;

/// <summary>
/// The source pixels that one target pixel covers along one axis: whole pixels, and at most one partial pixel on each side.
/// </summary>
/// <remarks>
/// Weights are exact: with each source pixel divided into <c>target</c> units, each target pixel covers <c>source</c>
/// units, so both ends of every interval fall on a unit boundary. A missing partial pixel has the weight 0 and the index of
/// an existing pixel.
/// </remarks>
internal readonly record struct AreaSpan(int Start, int End, int Before, int BeforeWeight, int After, int AfterWeight)
{
    public bool IsWhole => (BeforeWeight | AfterWeight) == 0;
}

/// <summary>The covered source pixels of every target pixel along one axis of an area average.</summary>
internal sealed class AreaAxis
{
    public AreaAxis(int source, int target)
    {
        Source = source;
        Spans = new AreaSpan[target];
        for (var i = 0; i < target; i++)
        {
            Spans[i] = GetSpan((long)i * source, (long)(i + 1) * source, target, source);
        }
    }

    public int Source { get; }

    public int Target => Spans.Length;

    public AreaSpan[] Spans { get; }

    private static AreaSpan GetSpan(long from, long to, int unit, int source)
    {
        var start = (int)((from + unit - 1) / unit);
        var end = (int)(to / unit);
        if (start > end)
        {
            // The interval lies inside one source pixel, which happens only when the axis is enlarged.
            return new AreaSpan(0, 0, end, (int)(to - from), end, 0);
        }

        return new AreaSpan(
            start,
            end,
            Math.Max(start - 1, 0),
            (int)((start * (long)unit) - from),
            Math.Min(end, source - 1),
            (int)(to - (end * (long)unit)));
    }
}
