using Reelmill.Library.Catalog;
using Reelmill.Library.Catalog.Sqlite;
using Reelmill.Server.Reports.Selection;
using Reelmill.Server.Reports.Survey;

namespace Reelmill.Server.Reports;

/// <summary>What a report of a library says beside the documents of the API.</summary>
/// <param name="Name">The library's name.</param>
/// <param name="Folder">The library's folder.</param>
/// <param name="Run">Its last run; null when there was none.</param>
/// <param name="Scores">How the scores of all its frames are spread.</param>
/// <param name="Failures">What failed, by code.</param>
/// <param name="LeftOut">For each video with frames in the report, what is left out.</param>
/// <param name="Further">The videos without frames in the report.</param>
internal sealed record LibraryReportDocument(
    string Name,
    string Folder,
    RunDocument? Run,
    IReadOnlyList<ScoreDocument> Scores,
    IReadOnlyList<FailureDocument> Failures,
    IReadOnlyDictionary<string, LeftOut> LeftOut,
    FurtherVideos Further)
{
    public static async Task<LibraryReportDocument> ReadAsync(
        SqliteCatalog catalog, LibraryStatus status, LibrarySurvey survey, ReportSelection selection, ReportLimits limits, CancellationToken cancellationToken) => new(
        NameOf(catalog.Folder),
        catalog.Folder,
        RunDocument.Of(await catalog.FindLastRunAsync(cancellationToken).ConfigureAwait(false)),
        [.. survey.Histograms.Select(ScoreDocument.Of)],
        await FailureDocument.ReadAsync(catalog, status.Failures, limits.FailuresPerCode, cancellationToken).ConfigureAwait(false),
        selection.Videos.ToDictionary(static v => v.Video.Video, static v => v.LeftOut, StringComparer.Ordinal),
        selection.Further);

    /// <summary>The name of a library: that of its folder.</summary>
    public static string NameOf(string folder) => Path.GetFileName(Path.TrimEndingDirectorySeparator(folder)) is { Length: > 0 } name ? name : folder;
}
