using System.Globalization;
using System.Text.Json;
using Reelmill.Library.Catalog;
using Reelmill.Pipelines.Mine;
using Reelmill.Pipelines.Reports.Html;

namespace Reelmill.Pipelines.Reports.Sections;

/// <summary>What a model found in a frame, drawn over its picture: a box each, with what it is and how sure the model is.</summary>
internal static class FoundBoxes
{
    /// <summary>The surest; more would hide the picture.</summary>
    private const int MostBoxes = 12;

    /// <summary>Letters of a line across the picture: its text is about as large as the captions.</summary>
    private const double LettersAcross = 17;

    /// <summary>Puts boxes over a picture; leaves it alone when nothing was found.</summary>
    public static void Add(Markup page, FrameRecord frame, Action<Markup> picture)
    {
        var found = frame.Detections is { } json ? JsonSerializer.Deserialize(json, DetectionJson.Default.FrameDetections)!.Found : [];
        if (found.Count == 0)
        {
            picture(page);
            return;
        }

        page.Add($"""<div class="seen">""");
        picture(page);
        page.Add($"""<svg role="img" viewBox="0 0 {(double)frame.Width} {(double)frame.Height}" preserveAspectRatio="none" aria-label="Found: {string.Join(", ", found.Select(LabelOf))}">""");
        foreach (var thing in found.Take(MostBoxes))
        {
            Add(page, thing, frame.Width);
        }

        page.Add($"</svg></div>");
    }

    private static void Add(Markup page, FoundThing thing, int width)
    {
        var size = width / LettersAcross;

        // Text that begins far right would be cut off: it ends with its box instead.
        var (anchor, x) = thing.X > width / 2.0 ? ("end", thing.X + thing.Width) : ("start", thing.X);

        // Above the box, or in it where the picture ends.
        var baseline = thing.Y > size ? thing.Y - (size / 4) : thing.Y + size;
        page.Add($"""<rect x="{thing.X}" y="{thing.Y}" width="{thing.Width}" height="{thing.Height}"/>""");
        page.Add($"""<text x="{x}" y="{baseline}" font-size="{size}" text-anchor="{anchor}">{LabelOf(thing)}</text>""");
    }

    private static string LabelOf(FoundThing thing) => string.Create(CultureInfo.InvariantCulture, $"{thing.Label} {thing.Score:0.00}");
}
