using System.Globalization;
using Reelmill.Library.Artifacts.Disk;
using Reelmill.Pipelines.Index;
using Reelmill.Pipelines.Reports.Html;
using Reelmill.Pipelines.Reports.Sections;
using Reelmill.Pipelines.Reports.Sheet;

namespace Reelmill.Pipelines.Reports;

/// <summary>Writes what a search found as one HTML page that needs nothing else: the picture that was asked for, and those like it.</summary>
public static class SearchPage
{
    private const int LongestSide = 240;

    /// <summary>Writes the page; an older one is replaced at once or not at all.</summary>
    /// <param name="library">The folder of the library, which the page is named after.</param>
    /// <param name="options">What was looked for.</param>
    /// <param name="results">What was found.</param>
    /// <param name="path">The file.</param>
    /// <param name="cancellationToken">Stops the writing.</param>
    /// <returns>A task that ends when the page is in place.</returns>
    public static Task WriteAsync(string library, SearchOptions options, SearchResults results, string path, CancellationToken cancellationToken) =>
        AtomicFile.WriteAsync(path, (stream, token) => WriteAsync(library, options, results, stream, token), cancellationToken);

    private static async Task WriteAsync(string library, SearchOptions options, SearchResults results, Stream stream, CancellationToken cancellationToken)
    {
        var page = new Markup();
        Page.Begin(page, library);
        page.Add($"""<header><h1>Like <bdi>{Path.GetFileName(options.Image)}</bdi></h1><p>{Words.Count(results.Results.Count, "picture")} of the collection <b>{results.Collection}</b>, most alike first.</p></header><main><section class="frames">""").Add($"\n");
        using var pictures = new Previews(options.Tools);
        await AddAsync(page, pictures, Path.GetFullPath(options.Image), "what was asked for", cancellationToken).ConfigureAwait(false);
        foreach (var result in results.Results)
        {
            var time = result.TimeMs is { } milliseconds ? $" at {Words.Timecode(milliseconds)}" : string.Empty;
            var caption = string.Create(CultureInfo.InvariantCulture, $"{result.Rank}. {result.Score:0.000} {Path.GetFileName(result.Source)}{time}");
            await AddAsync(page, pictures, result.Path, caption, cancellationToken).ConfigureAwait(false);
            await page.FlushToAsync(stream, cancellationToken).ConfigureAwait(false);
        }

        page.Add($"</section>\n");
        Page.End(page, "search");
        await page.FlushToAsync(stream, cancellationToken).ConfigureAwait(false);
    }

    private static async Task AddAsync(Markup page, Previews pictures, string? path, string caption, CancellationToken cancellationToken)
    {
        var (image, problem) = path is null
            ? (null, "it is not on this machine")
            : await pictures.TryMakeAsync(path, LongestSide, cancellationToken).ConfigureAwait(false);
        using var owned = image;
        page.Add($"<figure>");
        if (image is null)
        {
            page.Add($"""<div class="missing">No picture: {problem}</div>""");
        }
        else
        {
            FrameTile.AddImage(page, image.Memory.Span, caption, LongestSide, LongestSide);
        }

        page.Add($"<figcaption>{caption}</figcaption></figure>").Add($"\n");
    }
}
