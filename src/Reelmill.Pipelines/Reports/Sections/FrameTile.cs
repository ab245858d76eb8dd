using Reelmill.Library.Catalog;
using Reelmill.Pipelines.Reports.Html;
using Reelmill.Pipelines.Reports.Sheet;

namespace Reelmill.Pipelines.Reports.Sections;

/// <summary>One kept frame: its picture, its time and how sharp it is.</summary>
internal static class FrameTile
{
    private const int LongestSide = 160;

    public static async Task AddAsync(Markup page, Pictures pictures, FrameRecord frame, string source, CancellationToken cancellationToken)
    {
        var time = Words.Timecode(frame.TimeMs);
        var (image, problem) = await pictures.TryShrinkAsync(frame.Path, LongestSide, cancellationToken).ConfigureAwait(false);
        using var owned = image;
        page.Add($"""<figure id="{TwinName.AnchorOf(frame.Video, frame.TimeMs)}">""");
        if (image is null)
        {
            page.Add($"""<div class="missing">No picture: {problem}</div>""");
        }
        else
        {
            FoundBoxes.Add(page, frame, to => AddImage(to, image.Memory.Span, $"Frame at {time} of {VideoHeader.FileOf(source)}", frame.Width, frame.Height));
        }

        page.Add($"""<figcaption><b>{time}</b> <span title="sharpness">{Words.Number(frame.Sharpness)}</span></figcaption></figure>""").Add($"\n");
    }

    /// <summary>Adds a picture; width and height only say the shape, so that nothing moves while the page loads.</summary>
    public static void AddImage(Markup page, ReadOnlySpan<byte> jpeg, string label, int width, int height)
    {
        page.Add($"""<img decoding="async" alt="{label}" width="{(double)width}" height="{(double)height}" src="data:image/jpeg;base64,""");
        page.AddBase64(jpeg);
        page.AddRaw("\">");
    }
}
