using System.Globalization;
using System.Text;
using Reelmill.Media.Hls.Encoders;

namespace Reelmill.Media.Hls.Packaging;

/// <summary>Hands on the sheets of small pictures, with the WebVTT that tells players which part shows which time.</summary>
internal static class ThumbnailSheets
{
    public const string Index = "thumbnails.vtt";
    private const int OnSheet = ThumbnailPlan.Side * ThumbnailPlan.Side;

    public static async Task PackageAsync(ThumbnailPlan plan, string folder, double end, SegmentSink sink, CancellationToken cancellationToken)
    {
        var sheets = Directory.EnumerateFiles(folder, "thumbnails-*.jpg").Order(StringComparer.Ordinal).ToArray();
        foreach (var sheet in sheets)
        {
            await sink.WriteAsync(Path.GetFileName(sheet), await File.ReadAllBytesAsync(sheet, cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
        }

        await sink.WriteAsync(Index, Encoding.UTF8.GetBytes(Cues(plan, [.. sheets.Select(static s => Path.GetFileName(s))], end)), cancellationToken).ConfigureAwait(false);
    }

    private static string Cues(ThumbnailPlan plan, string[] sheets, double end)
    {
        var text = new StringBuilder("WEBVTT\n");
        var interval = plan.Interval.TotalSeconds;
        for (var i = 0; i * interval < end && i / OnSheet < sheets.Length; i++)
        {
            var (x, y) = (i % ThumbnailPlan.Side * plan.Width, i % OnSheet / ThumbnailPlan.Side * plan.Height);
            text.Append(CultureInfo.InvariantCulture, $"\n{Clock(i * interval)} --> {Clock(Math.Min(end, (i + 1) * interval))}\n{sheets[i / OnSheet]}#xywh={x},{y},{plan.Width},{plan.Height}\n");
        }

        return text.ToString();
    }

    private static string Clock(double seconds)
    {
        var time = TimeSpan.FromMilliseconds(Math.Round(seconds * 1000));
        return string.Create(CultureInfo.InvariantCulture, $"{(int)time.TotalHours:00}:{time:mm\\:ss\\.fff}");
    }
}
