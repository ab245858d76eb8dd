using Reelmill.Pipelines.Reports.Charts;
using Reelmill.Pipelines.Reports.Html;
using Reelmill.Pipelines.Runs;

namespace Reelmill.Pipelines.Reports.Sections;

/// <summary>Small multiples on one time axis: what each stage's workers did, how full its queue was, and what was done.</summary>
internal static class TimelineFigure
{
    public static void Add(Markup page, Timeline timeline)
    {
        var columns = new TimeColumns(timeline);
        if (columns.Seconds <= 0)
        {
            return;
        }

        page.Add($"""<h3>Over time</h3><figure class="multiples">""").Add($"\n");
        for (var i = 0; i < timeline.Stages.Count; i++)
        {
            Stage(page, timeline.Stages[i], i, columns);
        }

        Done(page, timeline, columns);
        page.Add($"""<div class="row"><span></span><div>{TimeChart.Axis(columns.Seconds)}</div></div></figure>""").Add($"\n");
    }

    private static void Stage(Markup page, string name, int stage, TimeColumns columns)
    {
        var (busy, blocked, starved) = (columns.Of(p => p.Busy[stage]), columns.Of(p => p.Blocked[stage]), columns.Of(p => p.Starved[stage]));
        var queue = columns.Of(p => p.Queue[stage]);
        var working = Stack(busy, blocked);
        var label = $"{name} over time: busy {Words.Percent(busy.Average())}, blocked {Words.Percent(blocked.Average())}, starved {Words.Percent(starved.Average())} on average";
        page.Add($"""<div class="row"><span class="name">{name} <small>{Words.Percent(busy.Average())} busy</small></span><div>""");
        page.Add(TimeChart.Draw("time", label, columns.Seconds, ("starved", Stack(working, starved)), ("blocked", working), ("busy", busy)));
        page.Add(TimeChart.Draw("time thin", $"Queue of {name}: at most {Words.Percent(queue.Max())} full", columns.Seconds, ("queue", queue)));
        page.Add($"</div></div>\n");
    }

    private static void Done(Markup page, Timeline timeline, TimeColumns columns)
    {
        var all = timeline.Points[^1].Done;
        var share = columns.Of(p => (double)p.Done / Math.Max(1, all));
        page.Add($"""<div class="row"><span class="name">items ended <small>{all} in {Words.Duration(columns.Seconds)}</small></span><div>""");
        page.Add(TimeChart.Draw("time", $"Items ended over time, done or failed: {all} at the end", columns.Seconds, ("kept", share)));
        page.Add($"</div></div>\n");
    }

    private static double[] Stack(double[] lower, double[] upper) => [.. lower.Zip(upper, static (a, b) => a + b)];
}
