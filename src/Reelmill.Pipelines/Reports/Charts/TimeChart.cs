using Reelmill.Pipelines.Reports.Html;

namespace Reelmill.Pipelines.Reports.Charts;

/// <summary>Areas over the time of a run. Every chart of a run has the same width and time axis.</summary>
internal static class TimeChart
{
    /// <summary>Draws areas on top of each other, the first at the back.</summary>
    /// <param name="kind">The class of the drawing.</param>
    /// <param name="label">What it says, for those who do not see it.</param>
    /// <param name="seconds">The length of the run.</param>
    /// <param name="areas">The class of each area and its columns.</param>
    public static Markup Draw(string kind, string label, double seconds, params IReadOnlyList<(string Class, double[] Shares)> areas)
    {
        var svg = new Markup().Add($"""<svg class="{kind}" role="img" aria-label="{label}"><svg viewBox="0 0 {TimeColumns.Count} {AreaPath.Height}" preserveAspectRatio="none">""");
        foreach (var (name, shares) in areas)
        {
            svg.Add($"""<path class="{name}" d="{AreaPath.Up(shares)}"/>""");
        }

        svg.Add($"</svg>");
        foreach (var tick in TimeAxis.Ticks(seconds).Skip(1))
        {
            svg.Add($"""<line class="grid" x1="{tick / seconds * 100}%" x2="{tick / seconds * 100}%" y2="100%"/>""");
        }

        return svg.Add($"</svg>");
    }

    /// <summary>Draws the axis below the charts.</summary>
    public static Markup Axis(double seconds)
    {
        var svg = new Markup().Add($"""<svg class="axis" aria-hidden="true">""");
        foreach (var tick in TimeAxis.Ticks(seconds))
        {
            var place = tick / seconds * 100;
            svg.Add($"""<text x="{place}%" y="12" class="{(place < 4 ? "start" : place > 96 ? "end" : "middle")}">{TimeAxis.Label(tick)}</text>""");
        }

        return svg.Add($"</svg>");
    }
}
