using System.Globalization;
using Reelmill.Core.Reporting;
using Reelmill.Library.Files;
using Reelmill.Pipelines.Index;
using Reelmill.Server.Reports.Thumbnails;
using Reelmill.Server.Search;

namespace Reelmill.Server.Reports;

/// <summary>Writes a self-contained HTML page of a search: the query image and the results.</summary>
internal static class SearchReport
{
    private const int LongestSide = 320;
    private const string Query = "/v1/search/query.jpg";

    private static readonly Dictionary<string, string> NoMetadata = [];

    /// <summary>Writes the page and replaces an existing one atomically.</summary>
    /// <param name="template">The template of the page.</param>
    /// <param name="options">The options of the search.</param>
    /// <param name="results">The results of the search.</param>
    /// <param name="path">The path of the file to write.</param>
    /// <param name="cancellationToken">Cancels the write.</param>
    public static Task WriteAsync(ReportTemplate template, SearchOptions options, SearchResults results, string path, CancellationToken cancellationToken) =>
        AtomicFile.WriteAsync(path, (stream, token) => WriteAsync(template, options, results, stream, token), cancellationToken);

    private static async Task WriteAsync(ReportTemplate template, SearchOptions options, SearchResults results, Stream stream, CancellationToken cancellationToken)
    {
        var query = new SearchQueryDocument(Path.GetFileName(options.Image), Query);
        var writer = await ReportWriter.BeginAsync(stream, template, new SearchReportDocument(query), cancellationToken).ConfigureAwait(false);
        await using var ended = writer.ConfigureAwait(false);
        await writer.AddAsync("/v1/search", Describe(results), cancellationToken).ConfigureAwait(false);
        writer.BeginThumbnails();
        using var thumbnails = new ImageThumbnails(options.Tools);
        await AddAsync(Query, Path.GetFullPath(options.Image)).ConfigureAwait(false);
        foreach (var result in results.Results)
        {
            await AddAsync(GetImagePath(result), result.Path).ConfigureAwait(false);
        }

        await writer.EndAsync(cancellationToken).ConfigureAwait(false);

        async Task AddAsync(string address, string? path) =>
            await writer.AddAsync(address, await thumbnails.TryMakeAsync(path, LongestSide, cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
    }

    // A collection can contain images and frames of any library, so no result links to a video.
    private static SearchDocument Describe(SearchResults found) => new(
        found.Collection,
        found.Approximate,
        found.Recall,
        found.Note is { } note ? new NoteDocument(note.Code, note.Message) : null,
        [.. found.Results.Select(static r => new HitDocument(r.Rank, r.Id, r.Score, DisplayText.RedactUrl(r.Source), r.TimeMs, Path: null, NoMetadata, Video: null, GetImagePath(r)))]);

    private static string GetImagePath(SearchResult result) => string.Create(CultureInfo.InvariantCulture, $"/v1/search/{result.Rank}.jpg");
}

/// <summary>The data of a search page besides the response of the API.</summary>
/// <param name="Query">The query image.</param>
internal sealed record SearchReportDocument(SearchQueryDocument Query);

/// <summary>The query image of a search.</summary>
/// <param name="Name">The file name.</param>
/// <param name="Image">The path under which the page finds its thumbnail.</param>
internal sealed record SearchQueryDocument(string Name, string Image);
