using System.Globalization;
using System.Text;
using Reelmill.Media.Hls.Encoders;

namespace Reelmill.Media.Hls.Packaging;

/// <summary>Hands on the sheets of small pictures, with the WebVTT that tells players which part shows which time.</summary>
internal static class ThumbnailSheets
{
    public const string Index = "thumbnails.vtt";
    private const int OnSheet = ThumbnailPlan.Side * ThumbnailPlan.Side;

    public static async Task PackageAsync(ThumbnailPlan plan, string folder, double pictured, double end, SegmentSink sink, CancellationToken cancellationToken)
    {
        var sheets = Directory.EnumerateFiles(folder, "thumbnails-*.jpg").Order(StringComparer.Ordinal).ToArray();
        foreach (var sheet in sheets)
        {
            await sink.WriteAsync(Path.GetFileName(sheet), await File.ReadAllBytesAsync(sheet, cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
        }

        await sink.WriteAsync(Index, Encoding.UTF8.GetBytes(Cues(plan, [.. sheets.Select(static s => Path.GetFileName(s))], pictured, end)), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Cues up to the end; where the source has no frames any more, the last one is shown.</summary>
    private static string Cues(ThumbnailPlan plan, string[] sheets, double pictured, double end)
    {
        var text = new StringBuilder("WEBVTT\n");
        var interval = plan.Interval.TotalSeconds;
        var last = Math.Min((int)Math.Ceiling(pictured / interval), sheets.Length * OnSheet) - 1;
        for (var i = 0; i * interval < end && last >= 0; i++)
        {
            var shown = Math.Min(i, last);
            var (x, y) = (shown % ThumbnailPlan.Side * plan.Width, shown % OnSheet / ThumbnailPlan.Side * plan.Height);
            text.Append(CultureInfo.InvariantCulture, $"\n{Clock(i * interval)} --> {Clock(Math.Min(end, (i + 1) * interval))}\n{sheets[shown / OnSheet]}#xywh={x},{y},{plan.Width},{plan.Height}\n");
        }

        return text.ToString();
    }

    private static string Clock(double seconds)
    {
        var time = TimeSpan.FromMilliseconds(Math.Round(seconds * 1000));
        return string.Create(CultureInfo.InvariantCulture, $"{(int)time.TotalHours:00}:{time:mm\\:ss\\.fff}");
    }
}
