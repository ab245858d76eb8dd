using Reelmill.Pipelines.Reports.Html;

namespace Reelmill.Pipelines.Reports.Charts;

/// <summary>One bar of parts side by side, as wide as its place.</summary>
internal static class StackedBar
{
    /// <summary>Draws it; parts of nothing are left out.</summary>
    /// <param name="kind">The class of the drawing.</param>
    /// <param name="label">What it says, for those who do not see it.</param>
    /// <param name="parts">The parts: their class, their size, and what is told when pointed at.</param>
    public static Markup Draw(string kind, string label, IReadOnlyCollection<(string Class, double Size, string Title)> parts)
    {
        const double Width = 1000;
        var all = parts.Sum(static p => p.Size);
        var svg = new Markup().Add($"""<svg class="{kind}" viewBox="0 0 1000 10" preserveAspectRatio="none" role="img" aria-label="{label}">""");
        var from = 0.0;
        foreach (var (name, size, title) in parts.Where(static p => p.Size > 0))
        {
            svg.Add($"""<rect class="{name}" x="{from / all * Width}" width="{size / all * Width}" height="10"><title>{title}</title></rect>""");
            from += size;
        }

        return svg.Add($"</svg>");
    }
}
