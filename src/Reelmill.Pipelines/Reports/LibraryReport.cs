using Reelmill.Library;
using Reelmill.Library.Artifacts.Disk;
using Reelmill.Library.Catalog.Sqlite;
using Reelmill.Pipelines.Reports.Html;
using Reelmill.Pipelines.Reports.Sections;
using Reelmill.Pipelines.Reports.Sheet;
using Reelmill.Pipelines.Reports.Survey;

namespace Reelmill.Pipelines.Reports;

/// <summary>Writes what a library holds, and how its last run went, as one HTML page that needs nothing else.</summary>
/// <remarks>
/// The page has no script, asks no network and holds its pictures. It depends on the library's content alone: the same
/// content gives the same bytes. Its size and the memory that it takes are bounded by <see cref="ReportLimits"/>; what is
/// left out is counted on the page.
/// </remarks>
public static class LibraryReport
{
    /// <summary>Writes the page; an older one is replaced at once or not at all.</summary>
    /// <param name="catalog">The library.</param>
    /// <param name="path">The file.</param>
    /// <param name="cancellationToken">Stops the writing.</param>
    /// <returns>A task that ends when the page is in place.</returns>
    /// <exception cref="LibraryException">The catalog or the disk failed, or <c>output_in_use</c>.</exception>
    public static Task WriteAsync(SqliteCatalog catalog, string path, CancellationToken cancellationToken) =>
        WriteAsync(catalog, path, new ReportLimits(), cancellationToken);

    internal static Task WriteAsync(SqliteCatalog catalog, string path, ReportLimits limits, CancellationToken cancellationToken) =>
        AtomicFile.WriteAsync(path, (stream, token) => WriteAsync(catalog, stream, limits, token), cancellationToken);

    private static async Task WriteAsync(SqliteCatalog catalog, Stream stream, ReportLimits limits, CancellationToken cancellationToken)
    {
        var status = await catalog.StatusAsync(cancellationToken).ConfigureAwait(false);
        var run = LastRun.Of(await catalog.LastRunAsync(cancellationToken).ConfigureAwait(false));
        var survey = await LibrarySurvey.TakeAsync(catalog, cancellationToken).ConfigureAwait(false);
        var sheet = await ContactSheet.CollectAsync(catalog, survey, limits, cancellationToken).ConfigureAwait(false);

        var page = new Markup();
        Page.Begin(page, catalog.Folder);
        HeadlineSection.Add(page, catalog.Folder, status, run);
        StagesSection.Add(page, run);
        ScoresSection.Add(page, survey);
        await FailuresSection.AddAsync(page, catalog, status, limits, cancellationToken).ConfigureAwait(false);
        await page.FlushToAsync(stream, cancellationToken).ConfigureAwait(false);

        using var videos = new VideosSection(sheet, catalog.Folder, limits);
        await videos.WriteAsync(page, stream, cancellationToken).ConfigureAwait(false);
        Page.End(page);
        await page.FlushToAsync(stream, cancellationToken).ConfigureAwait(false);
    }
}
