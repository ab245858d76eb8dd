using System.Globalization;
using System.Text;
using Reelmill.Media.Hls.Encoders;

namespace Reelmill.Media.Hls.Packaging;

/// <summary>Writes the sheets of thumbnails, with the WebVTT that maps times to regions of a sheet.</summary>
internal static class ThumbnailPackager
{
    public const string Index = "thumbnails.vtt";
    private const int SheetSize = ThumbnailPlan.Columns * ThumbnailPlan.Columns;

    public static async Task PackageAsync(ThumbnailPlan plan, string folder, double videoEnd, double end, SegmentSink sink, CancellationToken cancellationToken)
    {
        var sheets = Directory.EnumerateFiles(folder, "thumbnails-*.jpg").Order(StringComparer.Ordinal).ToArray();
        foreach (var sheet in sheets)
        {
            await sink.WriteAsync(Path.GetFileName(sheet), await File.ReadAllBytesAsync(sheet, cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
        }

        await sink.WriteAsync(Index, Encoding.UTF8.GetBytes(WriteCues(plan, [.. sheets.Select(static s => Path.GetFileName(s))], videoEnd, end)), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Writes cues up to the end; after the last frame of the source, they show the last thumbnail.</summary>
    private static string WriteCues(ThumbnailPlan plan, string[] sheets, double videoEnd, double end)
    {
        var text = new StringBuilder("WEBVTT\n");
        var interval = plan.Interval.TotalSeconds;
        var last = Math.Min((int)Math.Ceiling(videoEnd / interval), sheets.Length * SheetSize) - 1;
        for (var i = 0; i * interval < end && last >= 0; i++)
        {
            var shown = Math.Min(i, last);
            var (x, y) = (shown % ThumbnailPlan.Columns * plan.Width, shown % SheetSize / ThumbnailPlan.Columns * plan.Height);
            text.Append(CultureInfo.InvariantCulture, $"\n{FormatTime(i * interval)} --> {FormatTime(Math.Min(end, (i + 1) * interval))}\n{sheets[shown / SheetSize]}#xywh={x},{y},{plan.Width},{plan.Height}\n");
        }

        return text.ToString();
    }

    private static string FormatTime(double seconds)
    {
        var time = TimeSpan.FromMilliseconds(Math.Round(seconds * 1000));
        return string.Create(CultureInfo.InvariantCulture, $"{(int)time.TotalHours:00}:{time:mm\\:ss\\.fff}");
    }
}
