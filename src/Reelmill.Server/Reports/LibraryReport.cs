using Reelmill.Core.Reporting;
using Reelmill.Library;
using Reelmill.Library.Catalog;
using Reelmill.Library.Catalog.Sqlite;
using Reelmill.Library.Files;
using Reelmill.Pipelines.Mine;
using Reelmill.Server.Library;
using Reelmill.Server.Reports.Selection;
using Reelmill.Server.Reports.Survey;
using Reelmill.Server.Reports.Thumbnails;

namespace Reelmill.Server.Reports;

/// <summary>Writes a self-contained HTML report of a library's content and its last run.</summary>
/// <remarks>
/// The report is the page of <c>serve</c> with the API's documents embedded; it makes no network requests. Its bytes
/// depend on the library's content alone. <see cref="ReportLimits"/> bounds its size and the memory that writing takes;
/// the report counts what it omits.
/// </remarks>
internal sealed class LibraryReport
{
    /// <summary>The number of thumbnails up to which they are large. Most libraries have no more, and the viewer shows one across the page.</summary>
    private const int MaxLargeThumbnails = 150;
    private const int LargeSide = 480;
    private const int SmallSide = 320;

    private readonly SqliteCatalog _catalog;
    private readonly ReportSelection _selection;
    private readonly ThumbnailList _thumbnails;
    private readonly ReportLimits _limits;
    private readonly VideoLibrary _videos;

    private LibraryReport(SqliteCatalog catalog, ReportSelection selection, ReportLimits limits)
    {
        (_catalog, _selection, _limits) = (catalog, selection, limits);
        _thumbnails = new ThumbnailList(selection, limits);
        _videos = new VideoLibrary(catalog);
    }

    /// <summary>Writes the report and replaces an existing one atomically.</summary>
    /// <param name="catalog">The catalog of the library.</param>
    /// <param name="template">The template of the page.</param>
    /// <param name="path">The path of the file to write.</param>
    /// <param name="limits">The limits on the report's size.</param>
    /// <param name="cancellationToken">Cancels the write.</param>
    /// <exception cref="LibraryException">The catalog or the disk failed, or <c>output_in_use</c>.</exception>
    public static Task WriteAsync(SqliteCatalog catalog, ReportTemplate template, string path, ReportLimits limits, CancellationToken cancellationToken) =>
        AtomicFile.WriteAsync(path, (stream, token) => WriteAsync(catalog, template, stream, limits, token), cancellationToken);

    private static async Task WriteAsync(SqliteCatalog catalog, ReportTemplate template, Stream stream, ReportLimits limits, CancellationToken cancellationToken)
    {
        var status = await catalog.StatusAsync(cancellationToken).ConfigureAwait(false);
        var survey = await LibrarySurvey.TakeAsync(catalog, cancellationToken).ConfigureAwait(false);
        var selection = await ReportSelection.CollectAsync(catalog, survey, limits, cancellationToken).ConfigureAwait(false);
        var document = await LibraryReportDocument.ReadAsync(catalog, status, survey, selection, limits, cancellationToken).ConfigureAwait(false);

        var writer = await ReportWriter.BeginAsync(stream, template, document, cancellationToken).ConfigureAwait(false);
        await using var ended = writer.ConfigureAwait(false);
        var report = new LibraryReport(catalog, selection, limits);
        await report.AddDocumentsAsync(writer, status, cancellationToken).ConfigureAwait(false);
        writer.BeginThumbnails();
        await report.AddThumbnailsAsync(writer, cancellationToken).ConfigureAwait(false);
        await writer.EndAsync(cancellationToken).ConfigureAwait(false);
    }

    private async Task AddDocumentsAsync(ReportWriter writer, LibraryStatus status, CancellationToken cancellationToken)
    {
        var limits = (await LibraryLimits.ReadAsync(_catalog, cancellationToken).ConfigureAwait(false)).Quality;
        var last = await LastDecision.ReadAsync(_catalog, cancellationToken).ConfigureAwait(false);
        await writer.AddAsync(LibraryUrls.Root, LibraryDocument.From(status, limits, last), cancellationToken).ConfigureAwait(false);

        var videos = new List<VideoDocument>(_selection.Videos.Count);
        foreach (var video in _selection.Videos)
        {
            // Another process may have removed the video since the selection was made.
            if (await _videos.TryFindAsync(video.Video.Video, cancellationToken).ConfigureAwait(false) is { } found)
            {
                videos.Add(Describe(video, await _videos.DescribeAsync(found, cancellationToken).ConfigureAwait(false)));
            }
        }

        await writer.AddAsync(LibraryUrls.Videos, new VideoPage(videos, Next: null), cancellationToken).ConfigureAwait(false);
        foreach (var video in _selection.Videos)
        {
            await writer.AddAsync(LibraryUrls.Frames(video.Video.Video), new FrameList(video.Frames.Select(Describe), Next: null), cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task AddThumbnailsAsync(ReportWriter writer, CancellationToken cancellationToken)
    {
        using var thumbnails = new FrameThumbnails(_catalog.Folder);
        var side = _thumbnails.Files.Count <= MaxLargeThumbnails ? LargeSide : SmallSide;
        foreach (var file in _thumbnails.Files)
        {
            await writer.AddAsync(file.Address, await thumbnails.TryMakeAsync(file.Path, side, cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
        }
    }

    // A report is read away from its server, so it omits the URLs of the original and of the stream.
    private VideoDocument Describe(VideoSelection video, VideoDocument document)
    {
        var poster = video.Frames.FirstOrDefault(static f => f.Kept) ?? video.Frames.FirstOrDefault(f => _thumbnails.Find(f) is not null);
        return document with
        {
            Sources = [.. video.Video.Sources.Take(_limits.Sources).Select(DisplayText.RedactUrl)],
            Poster = poster is null ? null : _thumbnails.Find(poster),
            Hls = null,
            Media = null,
        };
    }

    private FrameDocument Describe(FrameRecord frame)
    {
        var document = FrameDocument.From(frame, isAvailable: false);
        return document with { Image = _thumbnails.Find(frame), Detections = document.Detections is { } all ? [.. all.Take(_limits.Detections)] : null };
    }
}
