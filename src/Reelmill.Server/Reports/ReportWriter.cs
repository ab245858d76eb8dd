using System.Text.Json;
using Reelmill.Core;
using Reelmill.Server.Reports.Thumbnails;
using Reelmill.Vision.Images;

namespace Reelmill.Server.Reports;

/// <summary>Streams a report into its template, with one document or thumbnail in memory at a time.</summary>
/// <remarks>The data is a JSON object with <c>report</c>, <c>documents</c> by API path, <c>thumbnails</c> in Base64 by the API path of their image, and <c>problems</c> with the images that cannot be shown.</remarks>
internal sealed class ReportWriter : IAsyncDisposable
{
    private readonly Stream _stream;
    private readonly ReportTemplate _template;
    private readonly Utf8JsonWriter _json;
    private readonly SortedDictionary<string, ThumbnailProblem> _problems = new(StringComparer.Ordinal);

    private ReportWriter(Stream stream, ReportTemplate template) => (_stream, _template, _json) = (stream, template, new Utf8JsonWriter(stream, ReportJson.Writing));

    /// <summary>Begins a report.</summary>
    /// <param name="stream">The stream to write to; the caller disposes it.</param>
    /// <param name="template">The template of the page.</param>
    /// <param name="report">The data of the report besides the documents of the API.</param>
    /// <param name="cancellationToken">Cancels the write.</param>
    public static async Task<ReportWriter> BeginAsync<T>(Stream stream, ReportTemplate template, T report, CancellationToken cancellationToken)
    {
        await stream.WriteAsync(template.Head, cancellationToken).ConfigureAwait(false);
        var writer = new ReportWriter(stream, template);
        writer._json.WriteStartObject();
        writer.Write("report", report);
        writer._json.WriteStartObject("documents");
        return writer;
    }

    /// <summary>Writes a document. All documents come before the thumbnails.</summary>
    /// <param name="address">The API path of the document.</param>
    /// <param name="document">The document.</param>
    /// <param name="cancellationToken">Cancels the write.</param>
    public Task AddAsync<T>(string address, T document, CancellationToken cancellationToken)
    {
        Write(address, document);
        return _json.FlushAsync(cancellationToken);
    }

    /// <summary>Ends the documents.</summary>
    public void BeginThumbnails()
    {
        _json.WriteEndObject();
        _json.WriteStartObject("thumbnails");
    }

    /// <summary>Writes a thumbnail, or records the problem for the end of the report.</summary>
    /// <param name="address">The API path of the image.</param>
    /// <param name="made">The thumbnail, which this method disposes, or the problem.</param>
    /// <param name="cancellationToken">Cancels the write.</param>
    public async Task AddAsync(string address, (EncodedImage? Image, ThumbnailProblem Problem) made, CancellationToken cancellationToken)
    {
        using var image = made.Image;
        if (image is null)
        {
            _problems[address] = made.Problem;
            return;
        }

        _json.WriteBase64String(address, image.Memory.Span);
        await _json.FlushAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Ends the thumbnails and the page.</summary>
    public async Task EndAsync(CancellationToken cancellationToken)
    {
        _json.WriteEndObject();
        Write("problems", _problems);
        _json.WriteEndObject();
        await _json.FlushAsync(cancellationToken).ConfigureAwait(false);
        await _stream.WriteAsync(_template.Tail, cancellationToken).ConfigureAwait(false);
    }

    public ValueTask DisposeAsync() => CleanUp.QuietlyAsync(_json.DisposeAsync);

    private void Write<T>(string name, T value)
    {
        _json.WritePropertyName(name);
        JsonSerializer.Serialize(_json, value, ReportJson.Options);
    }
}
