using System.Globalization;
using Reelmill.Core.Reporting;
using Reelmill.Library.Artifacts.Disk;
using Reelmill.Pipelines.Index;
using Reelmill.Server.Reports.Thumbnails;
using Reelmill.Server.Search;

namespace Reelmill.Server.Reports;

/// <summary>Writes what a search found as one HTML page that needs nothing else: the query image, and those like it.</summary>
internal static class SearchReport
{
    private const int LongestSide = 320;
    private const string Query = "/v1/search/query.jpg";

    private static readonly Dictionary<string, string> NoMetadata = [];

    /// <summary>Writes the page; an older one is replaced at once or not at all.</summary>
    /// <param name="template">The page.</param>
    /// <param name="options">What was searched for.</param>
    /// <param name="results">What was found.</param>
    /// <param name="path">The file.</param>
    /// <param name="cancellationToken">Stops the writing.</param>
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
            await AddAsync(ImageOf(result), result.Path).ConfigureAwait(false);
        }

        await writer.EndAsync(cancellationToken).ConfigureAwait(false);

        async Task AddAsync(string address, string? path) =>
            await writer.AddAsync(address, await thumbnails.TryMakeAsync(path, LongestSide, cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
    }

    // A collection holds images and frames of any library: none has a video that the page could open.
    private static SearchDocument Describe(SearchResults found) => new(
        found.Collection,
        found.Approximate,
        found.Recall,
        found.Note is { } note ? new NoteDocument(note.Code, note.Message) : null,
        [.. found.Results.Select(static r => new HitDocument(r.Rank, r.Id, r.Score, DisplayText.RedactUrl(r.Source), r.TimeMs, Path: null, NoMetadata, Video: null, ImageOf(r)))]);

    private static string ImageOf(SearchResult result) => string.Create(CultureInfo.InvariantCulture, $"/v1/search/{result.Rank}.jpg");
}

/// <summary>What the page of a search says beside the answer of the API.</summary>
/// <param name="Query">What was searched for.</param>
internal sealed record SearchReportDocument(SearchQueryDocument Query);

/// <summary>The query image of a search.</summary>
/// <param name="Name">Its file name.</param>
/// <param name="Image">Where the API would have it.</param>
internal sealed record SearchQueryDocument(string Name, string Image);
