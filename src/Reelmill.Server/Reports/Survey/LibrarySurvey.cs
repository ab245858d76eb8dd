using Reelmill.Library.Catalog.Sqlite;

namespace Reelmill.Server.Reports.Survey;

/// <summary>The result of one pass over all frames: score histograms, and the number of frames of each video.</summary>
/// <param name="Histograms">One histogram for each score.</param>
/// <param name="Videos">The number of frames of each video that has any, by video id.</param>
internal sealed record LibrarySurvey(IReadOnlyList<ScoreHistogram> Histograms, IReadOnlyDictionary<string, VideoCount> Videos)
{
    /// <summary>Takes the survey. Memory grows with the number of videos, not with the number of frames.</summary>
    public static async Task<LibrarySurvey> TakeAsync(SqliteCatalog catalog, CancellationToken cancellationToken)
    {
        var histograms = ScoreKind.All.Select(static kind => new ScoreHistogram(kind)).ToArray();
        var videos = new Dictionary<string, VideoCount>(StringComparer.Ordinal);
        await foreach (var frame in catalog.FramesAsync(cancellationToken).ConfigureAwait(false))
        {
            foreach (var histogram in histograms)
            {
                histogram.Add(frame);
            }

            videos[frame.Video] = videos.GetValueOrDefault(frame.Video).Add(frame.Kept);
        }

        return new LibrarySurvey(histograms, videos);
    }

    /// <summary>Gets the number of frames of a video; zero when it has none.</summary>
    public VideoCount GetCount(string video) => Videos.GetValueOrDefault(video);
}
