using Reelmill.Library.Catalog;
using Reelmill.Library.Catalog.Sqlite;
using Reelmill.Pipelines.Reports.Survey;

namespace Reelmill.Pipelines.Reports.Sheet;

/// <summary>What the page shows of the videos, by source: some with pictures, some in a table, the rest in numbers.</summary>
internal sealed class ContactSheet
{
    private readonly Dictionary<string, string> _sources;
    private readonly HashSet<string> _anchors;

    private ContactSheet(IReadOnlyList<VideoSources> all, IReadOnlyList<VideoSheet> videos, LibrarySurvey survey, ReportLimits limits)
    {
        _sources = all.ToDictionary(static v => v.Video, static v => v.Source, StringComparer.Ordinal);
        _anchors = [.. videos.SelectMany(static v => v.Pictures).Select(static f => TwinName.AnchorOf(f.Video, f.TimeMs))];
        Videos = videos;
        var rest = all.Skip(videos.Count).Select(v => (Video: v, Count: survey.Of(v))).ToArray();
        Listed = [.. rest.Take(limits.ListedVideos)];
        var unlisted = rest[Listed.Count..];
        Unlisted = (unlisted.Length, unlisted.Sum(static v => v.Count.Sampled), unlisted.Sum(static v => v.Count.Kept));
    }

    /// <summary>The videos with pictures.</summary>
    public IReadOnlyList<VideoSheet> Videos { get; }

    /// <summary>The videos with a line each.</summary>
    public IReadOnlyList<(VideoSources Video, VideoCount Count)> Listed { get; }

    /// <summary>The videos that are only counted.</summary>
    public (int Videos, long Sampled, long Kept) Unlisted { get; }

    /// <summary>Chooses what is shown and collects it in a second walk over the frames.</summary>
    public static async Task<ContactSheet> CollectAsync(
        SqliteCatalog catalog, LibrarySurvey survey, ReportLimits limits, CancellationToken cancellationToken)
    {
        var all = (await catalog.VideosAsync(cancellationToken).ConfigureAwait(false))
            .OrderBy(static v => v.Source, StringComparer.Ordinal).ThenBy(static v => v.Video, StringComparer.Ordinal).ToArray();
        var shown = all.Take(limits.Videos).ToArray();
        var shares = PictureShares.Deal([.. shown.Select(v => survey.Of(v).Kept)], limits.Pictures);
        var sheets = shown
            .Select((video, i) => new VideoSheet(video, survey.Of(video), shares[i], limits.DropsPerVideo))
            .ToDictionary(static s => s.Video.Video, StringComparer.Ordinal);
        await AddFramesAsync(catalog, sheets, cancellationToken).ConfigureAwait(false);
        await AddItemsAsync(catalog, sheets, cancellationToken).ConfigureAwait(false);
        return new ContactSheet(all, [.. shown.Select(v => sheets[v.Video])], survey, limits);
    }

    /// <summary>Whether a frame has a tile on the page.</summary>
    public bool Shows(TwinName frame) => _anchors.Contains(frame.Anchor);

    /// <summary>Where a video came from; null when it is gone.</summary>
    public string? SourceOf(string video) => _sources.GetValueOrDefault(video);

    private static async Task AddFramesAsync(SqliteCatalog catalog, Dictionary<string, VideoSheet> sheets, CancellationToken cancellationToken)
    {
        await foreach (var frame in catalog.FramesAsync(cancellationToken).ConfigureAwait(false))
        {
            sheets.GetValueOrDefault(frame.Video)?.Add(frame);
        }
    }

    private static async Task AddItemsAsync(SqliteCatalog catalog, Dictionary<string, VideoSheet> sheets, CancellationToken cancellationToken)
    {
        await foreach (var item in catalog.ItemsAsync(new ItemFilter(), cancellationToken).ConfigureAwait(false))
        {
            if (item is { Video: not null, State: ItemState.Done or ItemState.Failed } && sheets.GetValueOrDefault(item.Video) is { } sheet && sheet.Video.Source == item.Source)
            {
                sheet.Item ??= item;
            }
        }
    }
}
