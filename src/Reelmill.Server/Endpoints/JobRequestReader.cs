using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;
using Reelmill.Server.Http;
using Reelmill.Server.Jobs;

namespace Reelmill.Server.Endpoints;

/// <summary>Reads the body of a job submission: JSON, or a multipart form whose first part is the JSON and whose other parts are files. Files are streamed to disk.</summary>
internal static class JobRequestReader
{
    private const int MaxJsonBytes = 16 << 20;
    private const int MaxBoundaryCharacters = 200;
    private const int MaxFiles = 1_000;

    /// <summary>Reads the submission.</summary>
    /// <param name="http">The request.</param>
    /// <param name="uploads">The store that receives the files.</param>
    /// <param name="files">Receives the uploaded files. The caller releases them, also when this method throws.</param>
    /// <param name="cancellationToken">Cancels the read.</param>
    /// <exception cref="RequestException">The body is malformed, too large or of an unsupported type.</exception>
    public static async Task<JobRequest> ReadAsync(HttpRequest http, UploadStore uploads, List<Upload> files, CancellationToken cancellationToken)
    {
        if (http.Headers.ContentEncoding is [{ Length: > 0 } coding, ..] && coding != "identity")
        {
            throw new RequestException("unsupported_encoding", $"The server does not accept the content encoding '{coding}'. Send the body unencoded.", 415);
        }

        if (!MediaTypeHeaderValue.TryParse(http.ContentType, out var type) || type.MediaType != "multipart/form-data")
        {
            return http.HasJsonContentType()
                ? await ReadJsonAsync(http.Body, cancellationToken).ConfigureAwait(false)
                : throw new RequestException("unsupported_media_type", "Submit a job as application/json or multipart/form-data.", 415);
        }

        var boundary = HeaderUtilities.RemoveQuotes(type.Boundary).Value;
        if (boundary is not { Length: > 0 and <= MaxBoundaryCharacters })
        {
            throw new RequestException("bad_form", "The form's content type has no valid boundary. Add 'boundary=...' to the Content-Type header.", 400);
        }

        if (http.HttpContext.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            // UploadStore limits the size of each file instead.
            limit.MaxRequestBodySize = null;
        }

        try
        {
            return await ReadPartsAsync(new MultipartReader(boundary, http.Body), uploads, files, cancellationToken).ConfigureAwait(false);
        }
        catch (IOException e) when (e.Message.StartsWith("Unexpected end of Stream", StringComparison.Ordinal))
        {
            throw new RequestException("bad_form", "The form ends before its closing boundary. Send it again.", 400);
        }
    }

    private static async Task<JobRequest> ReadPartsAsync(MultipartReader parts, UploadStore uploads, List<Upload> files, CancellationToken cancellationToken)
    {
        JobRequest? request = null;
        while (await parts.ReadNextSectionAsync(cancellationToken).ConfigureAwait(false) is { } part)
        {
            var header = part.GetContentDispositionHeader();
            if (header is { Name.Value: "job" })
            {
                request = await ReadJsonAsync(part.Body, cancellationToken).ConfigureAwait(false);
            }
            else if (request is null)
            {
                throw new RequestException("bad_form", "The form has a file before the part 'job'. Send 'job' first.", 400);
            }
            else if (header?.IsFileDisposition() == true && files.Count < MaxFiles)
            {
                var name = header.FileNameStar.HasValue ? header.FileNameStar.Value : HeaderUtilities.RemoveQuotes(header.FileName).Value;
                files.Add(await uploads.SaveAsync(part.Body, name, cancellationToken).ConfigureAwait(false));
            }
            else
            {
                throw new RequestException("bad_form", $"A form may have one part 'job' and up to {MaxFiles} parts 'file', each with a file name.", 400);
            }
        }

        return request ?? throw new RequestException("bad_form", "The form has no part 'job'. Add one with the job as JSON.", 400);
    }

    private static async Task<JobRequest> ReadJsonAsync(Stream body, CancellationToken cancellationToken)
    {
        using var text = new MemoryStream();
        var buffer = new byte[1 << 14];
        for (int read; (read = await body.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0;)
        {
            if (text.Length + read > MaxJsonBytes)
            {
                throw new RequestException("too_large", $"The job is larger than {MaxJsonBytes} bytes.", 413);
            }

            text.Write(buffer, 0, read);
        }

        try
        {
            var request = JsonSerializer.Deserialize<JobRequest>(text.GetBuffer().AsSpan(0, (int)text.Length), ServerJson.Options);
            return request is { Pipeline.Length: > 0 } ? request : throw new RequestException("bad_json", "The job has no pipeline. Set 'pipeline'; GET /v1/pipelines lists the choices.", 400);
        }
        catch (JsonException e)
        {
            throw new RequestException("bad_json", $"The job is invalid at {e.Path}: {e.Message}", 400);
        }
    }
}
