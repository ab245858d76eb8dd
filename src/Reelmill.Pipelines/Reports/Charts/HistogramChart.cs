using Reelmill.Pipelines.Reports.Html;
using Reelmill.Pipelines.Reports.Survey;

namespace Reelmill.Pipelines.Reports.Charts;

/// <summary>One score of all frames: what was kept above the axis, what was dropped below it, the threshold across.</summary>
internal static class HistogramChart
{
    public static Markup Draw(ScoreHistogram histogram)
    {
        var most = Math.Max(1, Math.Max(Largest(histogram.Kept), Largest(histogram.Dropped)));
        var svg = new Markup().Add($"""<svg class="histogram" role="img" aria-label="{Describe(histogram)}">""");
        Half(svg, "kept", 0, AreaPath.Up(Shares(histogram.Kept, most)));
        Half(svg, "dropped", 50, AreaPath.Down(Shares(histogram.Dropped, most)));
        svg.Add($"""<line class="base" x2="100%" y1="50%" y2="50%"/>""");
        if (histogram.Threshold is { } threshold)
        {
            var place = histogram.Kind.Scale.PlaceOf(threshold) * 100;
            svg.Add($"""<line class="threshold" x1="{place}%" x2="{place}%" y2="100%"><title>threshold {Words.Number(threshold)}</title></line>""");
        }

        return svg.Add($"</svg>").Add(Axis(histogram.Kind.Scale));
    }

    private static string Describe(ScoreHistogram histogram)
    {
        var threshold = histogram.Threshold is { } value ? $", threshold {Words.Number(value)}" : string.Empty;
        return $"{histogram.Kind.Name}: {Words.Count(Sum(histogram.Kept), "frame")} kept, {Words.Count(Sum(histogram.Dropped), "frame")} dropped{threshold}";
    }

    private static void Half(Markup svg, string name, int from, string path) => svg.Add(
        $"""<svg y="{from}%" height="50%" viewBox="0 0 {ScoreHistogram.Bins} {AreaPath.Height}" preserveAspectRatio="none"><path class="{name}" d="{path}"/></svg>""");

    private static Markup Axis(ScoreScale scale)
    {
        var svg = new Markup().Add($"""<svg class="axis" aria-hidden="true">""");
        foreach (var tick in scale.Ticks)
        {
            var place = scale.PlaceOf(tick) * 100;
            svg.Add($"""<text x="{place}%" y="12" class="{(place < 4 ? "start" : place > 96 ? "end" : "middle")}">{Words.Number(tick)}</text>""");
        }

        return svg.Add($"</svg>");
    }

    // Black frames make one bar of a score tower over all others: with square roots, those stay visible.
    private static double[] Shares(ReadOnlySpan<long> counts, long most) => Array.ConvertAll(counts.ToArray(), c => Math.Sqrt((double)c / most));

    private static long Largest(ReadOnlySpan<long> counts) => counts.ToArray().Max();

    private static long Sum(ReadOnlySpan<long> counts) => counts.ToArray().Sum();
}
