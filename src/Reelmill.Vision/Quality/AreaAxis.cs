namespace Reelmill.Vision.Quality;

/// <summary>
/// What one target pixel covers along one axis: whole source pixels, and at most one partial pixel on either side.
/// </summary>
/// <remarks>
/// Weights are exact: with one source pixel cut into <c>target</c> units, each target pixel covers <c>source</c>
/// units, so both ends of every interval fall on a unit. A partial pixel that is not there has weight 0 and still
/// names a pixel that exists.
/// </remarks>
internal readonly record struct AreaSpan(int Start, int End, int Before, int BeforeWeight, int After, int AfterWeight)
{
    public bool IsWhole => (BeforeWeight | AfterWeight) == 0;
}

/// <summary>The coverage of every target pixel along one axis of an area average.</summary>
internal sealed class AreaAxis
{
    public AreaAxis(int source, int target)
    {
        Source = source;
        Spans = new AreaSpan[target];
        for (var i = 0; i < target; i++)
        {
            Spans[i] = Cover((long)i * source, (long)(i + 1) * source, target, source);
        }
    }

    public int Source { get; }

    public int Target => Spans.Length;

    public AreaSpan[] Spans { get; }

    private static AreaSpan Cover(long from, long to, int unit, int source)
    {
        var start = (int)((from + unit - 1) / unit);
        var end = (int)(to / unit);
        if (start > end)
        {
            // The interval lies inside one source pixel: only an axis that is stretched has these.
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
