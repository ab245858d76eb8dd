using Reelmill.Library.Catalog.Sqlite;

namespace Reelmill.Server.Reports.Survey;

/// <summary>What one walk over all frames tells: the histograms, and how many frames each video has.</summary>
/// <param name="Histograms">One for each score.</param>
/// <param name="Videos">The frames of each video that has any.</param>
internal sealed record LibrarySurvey(IReadOnlyList<ScoreHistogram> Histograms, IReadOnlyDictionary<string, VideoCount> Videos)
{
    /// <summary>Counts; memory grows with the number of videos, not of frames.</summary>
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

            videos[frame.Video] = videos.GetValueOrDefault(frame.Video).And(frame.Kept);
        }

        return new LibrarySurvey(histograms, videos);
    }

    /// <summary>The frames of a video; none when it has no frames.</summary>
    public VideoCount CountOf(string video) => Videos.GetValueOrDefault(video);
}
