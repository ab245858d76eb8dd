using Reelmill.Pipelines.Reports.Html;
using Reelmill.Pipelines.Reports.Sheet;

namespace Reelmill.Pipelines.Reports.Sections;

/// <summary>The videos that the contact sheet has no room for: some in a table, the rest in one sentence.</summary>
internal static class FurtherVideos
{
    public static void Add(Markup page, ContactSheet sheet)
    {
        if (sheet.Listed.Count == 0)
        {
            return;
        }

        page.Add($"""
            <h3>Further videos</h3>
            <p class="quiet">Pictures are shown for the first {Words.Count(sheet.Videos.Count, "video")} by source. The others are counted here.</p>
            <div class="scroll" tabindex="0" role="region" aria-label="Further videos">
            <table>
            <thead><tr><th scope="col">Source</th><th scope="col">Sampled</th><th scope="col">Kept</th></tr></thead>
            <tbody>

            """);
        foreach (var (video, count) in sheet.Listed)
        {
            page.Add($"""<tr><th scope="row"><bdi>{video.Source}</bdi></th><td>{count.Sampled}</td><td>{count.Kept}</td></tr>""").Add($"\n");
        }

        page.Add($"</tbody></table></div>\n");
        if (sheet.Unlisted.Videos > 0)
        {
            page.Add($"<p>And {Words.Count(sheet.Unlisted.Videos, "more video")} with {Words.Count(sheet.Unlisted.Sampled, "frame")}, {sheet.Unlisted.Kept} of them kept.</p>\n");
        }
    }
}
