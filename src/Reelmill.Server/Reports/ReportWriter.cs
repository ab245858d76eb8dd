using System.Text.Json;
using Reelmill.Core;
using Reelmill.Server.Reports.Thumbnails;
using Reelmill.Vision.Images;

namespace Reelmill.Server.Reports;

/// <summary>Writes a report into its template, a document or a thumbnail at a time: no more than one of them is in memory.</summary>
/// <remarks>The data is an object: <c>report</c>, <c>documents</c> by their addresses in the API, <c>thumbnails</c> by the addresses of their images as Base64, <c>problems</c> for images that cannot be shown.</remarks>
internal sealed class ReportWriter : IAsyncDisposable
{
    private readonly Stream _stream;
    private readonly ReportTemplate _template;
    private readonly Utf8JsonWriter _json;
    private readonly SortedDictionary<string, ThumbnailProblem> _problems = new(StringComparer.Ordinal);

    private ReportWriter(Stream stream, ReportTemplate template) => (_stream, _template, _json) = (stream, template, new Utf8JsonWriter(stream, ReportJson.Writing));

    /// <summary>Begins a report.</summary>
    /// <param name="stream">Where it goes; the caller disposes it.</param>
    /// <param name="template">The page.</param>
    /// <param name="report">What it says beside the documents of the API.</param>
    /// <param name="cancellationToken">Stops the writing.</param>
    public static async Task<ReportWriter> BeginAsync<T>(Stream stream, ReportTemplate template, T report, CancellationToken cancellationToken)
    {
        await stream.WriteAsync(template.Head, cancellationToken).ConfigureAwait(false);
        var writer = new ReportWriter(stream, template);
        writer._json.WriteStartObject();
        writer.Write("report", report);
        writer._json.WriteStartObject("documents");
        return writer;
    }

    /// <summary>Writes a document; all of them come before the thumbnails.</summary>
    /// <param name="address">Where the API has it.</param>
    /// <param name="document">The document.</param>
    /// <param name="cancellationToken">Stops the writing.</param>
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

    /// <summary>Writes a thumbnail, or remembers why there is none.</summary>
    /// <param name="address">Where the API has it.</param>
    /// <param name="made">The thumbnail, which is disposed, or the problem.</param>
    /// <param name="cancellationToken">Stops the writing.</param>
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
