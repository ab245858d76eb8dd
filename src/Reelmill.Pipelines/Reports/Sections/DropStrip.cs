using Reelmill.Pipelines.Reports.Html;
using Reelmill.Pipelines.Reports.Sheet;

namespace Reelmill.Pipelines.Reports.Sections;

/// <summary>The dropped frames of a video, each group with its reason.</summary>
internal static class DropStrip
{
    /// <summary>A longer strip is folded away: the kept frames are what the page is about.</summary>
    private const int MostOpen = 12;

    private const int LongestSide = 96;

    /// <summary>Adds the strip.</summary>
    /// <returns>How many pictures of twins it took, of the <paramref name="pictureCount"/> that it may.</returns>
    public static async Task<int> AddAsync(
        Markup page, Pictures pictures, ContactSheet sheet, VideoSheet video, int pictureCount, CancellationToken cancellationToken)
    {
        var dropped = video.Count.Sampled - video.Count.Kept;
        if (dropped == 0)
        {
            return 0;
        }

        page.Add($"""<details class="drops"{(video.Drops.Count <= MostOpen ? " open" : string.Empty)}><summary>{Words.Count(dropped, "frame")} dropped</summary><ul>""").Add($"\n");
        var taken = 0;
        foreach (var run in video.Drops)
        {
            var twin = TwinName.Parse(run.First.Twin);
            page.Add($"<li>");
            if (twin is { } name && taken < pictureCount)
            {
                taken += await AddTwinAsync(page, pictures, name, run, cancellationToken).ConfigureAwait(false) ? 1 : 0;
            }

            DropReason.Add(page, sheet, run, twin);
            page.Add($"</li>\n");
        }

        AddUnshown(page, video);
        page.Add($"</ul></details>\n");
        return taken;
    }

    private static async Task<bool> AddTwinAsync(
        Markup page, Pictures pictures, TwinName twin, DropRun run, CancellationToken cancellationToken)
    {
        var path = $"{Library.LibraryLayout.Frames}/{twin.Video}/{Library.LibraryLayout.FrameName(twin.TimeMs)}";
        var (image, problem) = await pictures.TryShrinkAsync(path, LongestSide, cancellationToken).ConfigureAwait(false);
        using var owned = image;
        if (image is null)
        {
            page.Add($"""<div class="missing">twin: {problem}</div>""");
            return false;
        }

        FrameTile.AddImage(page, image.Memory.Span, $"The frame at {Words.Timecode(twin.TimeMs)} that was kept instead", run.First.Width, run.First.Height);
        return true;
    }

    private static void AddUnshown(Markup page, VideoSheet video)
    {
        if (video.Unshown.Count > 0)
        {
            var rules = string.Join(", ", video.Unshown.Select(static r => $"{r.Value:N0} {Words.Rule(r.Key.Length > 0 ? r.Key : "dropped")}"));
            page.Add($"""<li class="rest">and {Words.Count(video.Unshown.Values.Sum(), "more frame")}: {rules}</li>""");
        }
    }
}
