using Reelmill.Pipelines.Reports.Charts;
using Reelmill.Pipelines.Reports.Html;
using Reelmill.Pipelines.Runs;

namespace Reelmill.Pipelines.Reports.Sections;

/// <summary>The stages of the last run: in numbers, then over time.</summary>
internal static class StagesSection
{
    public static void Add(Markup page, LastRun? run)
    {
        page.Add($"""<section aria-labelledby="run"><h2 id="run">Stages of the last run</h2>""");
        if (run?.Summary is not { Stages: { Count: > 0 } stages })
        {
            page.Add($"""<p class="quiet">{WhyNone(run)}</p></section>""").Add($"\n");
            return;
        }

        Table(page, stages);
        if (run.Timeline is { } timeline)
        {
            TimelineFigure.Add(page, timeline);
        }

        page.Add($"</section>\n");
    }

    private static string WhyNone(LastRun? run) => run is null
        ? "No run was recorded."
        : "The last run left no numbers: it has not ended, or was stopped before it could write them.";

    private static void Table(Markup page, IReadOnlyList<RunStage> stages)
    {
        page.Add($"""
            <div class="scroll" tabindex="0" role="region" aria-label="Stages">
            <table>
            <thead><tr><th scope="col">Stage</th><th scope="col">Workers</th><th scope="col">In</th><th scope="col">Out</th><th scope="col">Dropped</th><th scope="col">Failed</th><th scope="col">Retried</th><th scope="col" class="wide">Workers' time</th><th scope="col">Busy</th><th scope="col">Queue max</th></tr></thead>
            <tbody>

            """);
        foreach (var stage in stages)
        {
            var all = stage.BusySeconds + stage.StarvedSeconds + stage.BlockedSeconds;
            page.Add($"""<tr><th scope="row">{stage.Name}</th><td>{stage.Workers}</td><td>{stage.In}</td><td>{stage.Out}</td>""");
            Count(page, stage.Dropped, string.Empty);
            Count(page, stage.Failed, "bad");
            Count(page, stage.Retried, "warn");
            page.Add($"""<td class="wide">{Bar(stage)}</td><td>{(all > 0 ? Words.Percent(stage.BusySeconds / all) : "–")}</td><td>{stage.QueueMax}</td></tr>""").Add($"\n");
        }

        page.Add($"""
            </tbody>
            </table>
            </div>
            <p class="legend"><span><i class="busy"></i>busy</span> <span><i class="blocked"></i>blocked: waits for room in the next queue</span> <span><i class="starved"></i>starved: waits for input</span> <span><i class="queue"></i>queue fill</span></p>

            """);
    }

    // What happened is told; that nothing did is a quiet zero.
    private static void Count(Markup page, long count, string kind) =>
        page.Add($"""<td class="{(count == 0 ? "zero" : kind)}">{count}</td>""");

    private static Markup Bar(RunStage stage)
    {
        (string Class, double Size, string Title)[] parts =
        [
            ("busy", stage.BusySeconds, $"busy {Words.Duration(stage.BusySeconds)}"),
            ("blocked", stage.BlockedSeconds, $"blocked {Words.Duration(stage.BlockedSeconds)}"),
            ("starved", stage.StarvedSeconds, $"starved {Words.Duration(stage.StarvedSeconds)}"),
        ];
        return StackedBar.Draw("bar", $"{stage.Name}: {string.Join(", ", parts.Select(static p => p.Title))}", parts);
    }
}
