using Reelmill.Core.Reporting;
using Reelmill.Library.Catalog;
using Reelmill.Library.Catalog.Sqlite;
using Reelmill.Server.Reports.Survey;

namespace Reelmill.Server.Reports.Selection;

/// <summary>Selects the videos of a report, by source: the first with frames, the next as rows of a table, the rest as totals.</summary>
internal sealed class ReportSelection
{
    private ReportSelection(IReadOnlyList<VideoSources> all, IReadOnlyList<VideoSelection> videos, LibrarySurvey survey, ReportLimits limits)
    {
        Videos = videos;
        var rest = all.Skip(videos.Count).Select(v => (v.Source, Count: survey.GetCount(v.Video))).ToArray();
        var unlisted = rest.Skip(limits.ListedVideos).ToArray();
        Further = new FurtherVideos(
            [.. rest.Take(limits.ListedVideos).Select(static v => new FurtherVideo(DisplayText.RedactUrl(v.Source), v.Count.Sampled, v.Count.Kept))],
            unlisted.Length,
            unlisted.Sum(static v => v.Count.Sampled),
            unlisted.Sum(static v => v.Count.Kept));
    }

    /// <summary>The videos with frames.</summary>
    public IReadOnlyList<VideoSelection> Videos { get; }

    /// <summary>The videos without frames.</summary>
    public FurtherVideos Further { get; }

    /// <summary>Selects the videos and collects their frames in a second pass over the catalog.</summary>
    public static async Task<ReportSelection> CollectAsync(SqliteCatalog catalog, LibrarySurvey survey, ReportLimits limits, CancellationToken cancellationToken)
    {
        var all = (await catalog.VideosAsync(cancellationToken).ConfigureAwait(false))
            .OrderBy(static v => v.Source, StringComparer.Ordinal).ThenBy(static v => v.Video, StringComparer.Ordinal).ToArray();
        var shown = all.Take(limits.Videos).Select(v => (Video: v, Count: survey.GetCount(v.Video))).ToArray();
        var kept = EvenShares.Allocate([.. shown.Select(static v => v.Count.Kept)], limits.Kept);
        var dropped = EvenShares.Allocate([.. shown.Select(static v => v.Count.Dropped)], limits.Dropped);
        VideoSelection[] videos = [.. shown.Select((v, i) => new VideoSelection(v.Video, v.Count, kept[i], dropped[i], limits.Sources))];
        var byId = videos.ToDictionary(static v => v.Video.Video, StringComparer.Ordinal);
        await foreach (var frame in catalog.FramesAsync(cancellationToken).ConfigureAwait(false))
        {
            byId.GetValueOrDefault(frame.Video)?.Add(frame);
        }

        return new ReportSelection(all, videos, survey, limits);
    }
}

/// <summary>Videos without frames in a report.</summary>
/// <param name="Listed">The videos with a row in the table.</param>
/// <param name="Unlisted">The number of videos that are not listed.</param>
/// <param name="Sampled">The number of sampled frames of the unlisted videos.</param>
/// <param name="Kept">The number of kept frames.</param>
internal sealed record FurtherVideos(IReadOnlyList<FurtherVideo> Listed, int Unlisted, long Sampled, long Kept);

/// <summary>A video without frames in a report.</summary>
/// <param name="Source">The file or URL of the video.</param>
/// <param name="Sampled">The number of sampled frames.</param>
/// <param name="Kept">The number of kept frames.</param>
internal sealed record FurtherVideo(string Source, long Sampled, long Kept);
