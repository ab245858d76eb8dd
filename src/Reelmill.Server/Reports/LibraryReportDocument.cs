using Reelmill.Library.Catalog;
using Reelmill.Library.Catalog.Sqlite;
using Reelmill.Server.Reports.Selection;
using Reelmill.Server.Reports.Survey;

namespace Reelmill.Server.Reports;

/// <summary>The data of a library report besides the documents of the API.</summary>
/// <param name="Name">The name of the library.</param>
/// <param name="Folder">The folder of the library.</param>
/// <param name="Run">The last run; null when there was none.</param>
/// <param name="Scores">The distributions of the scores of all frames.</param>
/// <param name="Failures">The failed items, by error code.</param>
/// <param name="LeftOut">What the report omits of each video with frames, by video id.</param>
/// <param name="Further">The videos whose frames the report omits.</param>
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
        GetName(catalog.Folder),
        catalog.Folder,
        RunDocument.From(await catalog.FindLastRunAsync(cancellationToken).ConfigureAwait(false)),
        [.. survey.Histograms.Select(ScoreDocument.From)],
        await FailureDocument.ReadAsync(catalog, status.Failures, limits.FailuresPerCode, cancellationToken).ConfigureAwait(false),
        selection.Videos.ToDictionary(static v => v.Video.Video, static v => v.LeftOut, StringComparer.Ordinal),
        selection.Further);

    /// <summary>Gets the name of a library: the name of its folder.</summary>
    public static string GetName(string folder) => Path.GetFileName(Path.TrimEndingDirectorySeparator(folder)) is { Length: > 0 } name ? name : folder;
}
