using Reelmill.Pipelines.Reports.Charts;
using Reelmill.Pipelines.Reports.Html;
using Reelmill.Pipelines.Reports.Survey;

namespace Reelmill.Pipelines.Reports.Sections;

/// <summary>How the scores of all frames are spread, and where the thresholds cut.</summary>
internal static class ScoresSection
{
    public static void Add(Markup page, LibrarySurvey survey)
    {
        page.Add($"""<section aria-labelledby="scores"><h2 id="scores">Scores</h2>""");
        if (survey.Videos.Count == 0)
        {
            page.Add($"""<p class="quiet">There are no frames to score yet.</p></section>""").Add($"\n");
            return;
        }

        page.Add($"""
            <p class="legend"><span><i class="kept"></i>kept, above the axis</span> <span><i class="dropped"></i>dropped for any reason, below it</span> <span><i class="threshold"></i>threshold</span> <span>Heights are square roots of counts, so that rare scores stay visible.</span></p>
            <div class="histograms">

            """);
        foreach (var histogram in survey.Histograms)
        {
            page.Add($"""<figure><figcaption><h3>{histogram.Kind.Name}</h3> <small>{histogram.Kind.Meaning}</small></figcaption>{HistogramChart.Draw(histogram)}<p>{ThresholdOf(histogram)}</p></figure>""").Add($"\n");
        }

        page.Add($"</div></section>\n");
    }

    private static string ThresholdOf(ScoreHistogram histogram)
    {
        if (histogram.Threshold is not { } threshold)
        {
            return "No rule compares it.";
        }

        var side = histogram.Kind.DropsBelow ? "below" : "above";
        var origin = histogram.IsRecorded ? "as recorded with the frames" : "the default: it dropped no frame";
        return $"{Words.Rule(histogram.Kind.Rule)} {side} {Words.Number(threshold)} ({origin})";
    }
}
