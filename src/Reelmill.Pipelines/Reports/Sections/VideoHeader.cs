using Reelmill.Core.Reporting;
using Reelmill.Pipelines.Items;
using Reelmill.Pipelines.Reports.Html;
using Reelmill.Pipelines.Reports.Sheet;

namespace Reelmill.Pipelines.Reports.Sections;

/// <summary>Which video it is, what it is made of, and what was decided along it.</summary>
internal static class VideoHeader
{
    /// <summary>Begins the article of a video.</summary>
    public static void Add(Markup page, VideoSheet video)
    {
        var source = video.Video.Source;
        page.Add($"""<article id="v-{video.Video.Video}"><h3><bdi>{FileOf(source)}</bdi></h3><p class="path"><bdi>{source}</bdi></p>""");
        if (video.Video.Sources.Count > 1)
        {
            page.Add($"""<details class="path"><summary>{Words.Count(video.Video.Sources.Count - 1, "more input")} with the same content</summary>{Others(video)}</details>""");
        }

        page.Add($"""<p class="about">{About(video)}</p>""");
        if (video.Count.Sampled > 0)
        {
            page.Add(Ribbon(video));
        }

        page.Add($"\n");
    }

    /// <summary>The end of a source: its file name, or the whole when it has none.</summary>
    public static string FileOf(string source)
    {
        var shown = ShownText.HideSecretsOfUrl(source);
        var end = shown.TrimEnd('/');
        return end[(end.LastIndexOf('/') + 1)..] is { Length: > 0 } name ? name : shown;
    }

    private static Markup Others(VideoSheet video)
    {
        const int Most = 20;
        var list = new Markup();
        foreach (var source in video.Video.Sources.Skip(1).Take(Most))
        {
            list.Add($"<bdi>{source}</bdi><br>");
        }

        return video.Video.Sources.Count - 1 > Most ? list.Add($"and {video.Video.Sources.Count - 1 - Most} more") : list;
    }

    private static string About(VideoSheet video)
    {
        var (sampled, kept, _) = video.Count;
        var shown = video.Pictures.Count < kept ? $", {Words.Count(video.Pictures.Count, "picture")} shown, evenly spread" : string.Empty;
        return string.Join(" · ", [.. Facts(video.Item?.Media), $"{Words.Count(sampled, "frame")} sampled", $"{kept:N0} kept{shown}"]);
    }

    private static IEnumerable<string> Facts(string? media)
    {
        if (MediaFacts.Read(media) is not { } facts)
        {
            yield break;
        }

        yield return $"{facts.Width}×{facts.Height}";
        if (facts.Codec is not null)
        {
            yield return facts.Hdr ? $"{facts.Codec}, HDR" : facts.Codec;
        }

        if (facts.DurationSeconds is { } seconds)
        {
            yield return Words.Duration(seconds);
        }

        yield return Words.Bytes(facts.Bytes);
    }

    private static Markup Ribbon(VideoSheet video)
    {
        var svg = new Markup().Add($"""<svg class="ribbon" viewBox="0 0 {video.Ribbon.Columns} 1" preserveAspectRatio="none" role="img" aria-label="Decisions along the video: {video.Count.Kept} of {video.Count.Sampled} frames kept">""");
        var from = 0;
        foreach (var (rule, columns) in video.Ribbon.Parts)
        {
            svg.Add($"""<rect class="{Words.RuleClass(rule)}" x="{(double)from}" width="{(double)columns}" height="1"><title>{Words.Rule(rule)}</title></rect>""");
            from += columns;
        }

        return svg.Add($"</svg>");
    }
}
