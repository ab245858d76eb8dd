using Reelmill.Pipelines.Mine;
using Reelmill.Pipelines.Reports.Html;
using Reelmill.Pipelines.Reports.Sheet;
using Reelmill.Vision.Quality;

namespace Reelmill.Pipelines.Reports.Sections;

/// <summary>Why a group of frames was dropped: the rule, what it compared, and what was kept instead.</summary>
internal static class DropReason
{
    public static void Add(Markup page, ContactSheet sheet, DropRun run, TwinName? twin)
    {
        page.Add($"""<div><b>{Span(run)}</b> <em class="{Words.RuleClass(run.First.Rule ?? string.Empty)}">{Words.Rule(run.First.Rule ?? "dropped")}</em> <span>{Comparison(run)}""");
        if (twin is { } name)
        {
            page.Add($" {Link(sheet, run, name)}");
        }

        page.Add($"</span></div>");
    }

    private static string Span(DropRun run) => run.Count == 1
        ? Words.Timecode(run.First.TimeMs)
        : $"{Words.Timecode(run.First.TimeMs)}–{Words.Timecode(run.LastMs)}, {Words.Count(run.Count, "frame")}";

    private static string Comparison(DropRun run)
    {
        if (run.Least is not { } least || run.Most is not { } most || run.First.Threshold is not { } threshold)
        {
            return string.Empty;
        }

        var score = Words.Number(least) == Words.Number(most) ? Words.Number(least) : $"{Words.Number(least)}–{Words.Number(most)}";
        var limit = Words.Number(threshold);
        return run.First.Rule switch
        {
            Rules.DuplicateInVideo or Rules.DuplicateAcrossVideos => $"{score} of 64 bits differ, at most {limit}: like",
            QualityRules.Blurred => $"sharpness {score}, below {limit}",
            QualityRules.TooDark => $"dark {score}, below {limit}",
            QualityRules.TooBright => $"bright {score}, above {limit}",
            QualityRules.Flat => $"{(run.First.Score.Equals(run.First.Contrast) ? "contrast" : "information")} {score}, below {limit}",
            _ => $"{score}, limit {limit}",
        };
    }

    private static Markup Link(ContactSheet sheet, DropRun run, TwinName twin)
    {
        var text = new Markup();
        if (twin.Video != run.First.Video)
        {
            text.Add($"<bdi>{VideoHeader.FileOf(sheet.SourceOf(twin.Video) ?? twin.Video)}</bdi> ");
        }

        text.Add($"{Words.Timecode(twin.TimeMs)}");
        return sheet.Shows(twin) ? new Markup().Add($"""<a href="#{twin.Anchor}">{text}</a>""") : text;
    }
}
