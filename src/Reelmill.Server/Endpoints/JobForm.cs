using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;
using Reelmill.Server.Http;
using Reelmill.Server.Jobs;

namespace Reelmill.Server.Endpoints;

/// <summary>Reads a submission: JSON, or a form whose first part is the JSON and whose other parts are files, streamed to the disk.</summary>
internal static class JobForm
{
    private const int MostJsonBytes = 16 << 20;
    private const int MostBoundaryCharacters = 200;
    private const int MostFiles = 1_000;

    /// <summary>Reads it.</summary>
    /// <param name="http">The request.</param>
    /// <param name="uploads">Where the files go.</param>
    /// <param name="files">Gets the files that have come; they are the caller's to release, also when this fails.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <exception cref="RequestException">It is not what it should be.</exception>
    public static async Task<JobRequest> ReadAsync(HttpRequest http, UploadStore uploads, List<Upload> files, CancellationToken cancellationToken)
    {
        if (http.Headers.ContentEncoding is [{ Length: > 0 } coding, ..] && coding != "identity")
        {
            throw new RequestException("unsupported_encoding", $"The request is encoded as '{coding}', and nothing is unpacked here. Send it as it is.", 415);
        }

        if (!MediaTypeHeaderValue.TryParse(http.ContentType, out var type) || type.MediaType != "multipart/form-data")
        {
            return http.HasJsonContentType()
                ? await ReadJsonAsync(http.Body, cancellationToken).ConfigureAwait(false)
                : throw new RequestException("unsupported_media_type", "A job is submitted as application/json or multipart/form-data.", 415);
        }

        var boundary = HeaderUtilities.RemoveQuotes(type.Boundary).Value;
        if (boundary is not { Length: > 0 and <= MostBoundaryCharacters })
        {
            throw new RequestException("bad_form", "The form's content type names no boundary.", 400);
        }

        if (http.HttpContext.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            // Each file has a limit of its own.
            limit.MaxRequestBodySize = null;
        }

        try
        {
            return await ReadPartsAsync(new MultipartReader(boundary, http.Body), uploads, files, cancellationToken).ConfigureAwait(false);
        }
        catch (IOException e) when (e.Message.StartsWith("Unexpected end of Stream", StringComparison.Ordinal))
        {
            throw new RequestException("bad_form", "The form ends before its last boundary.", 400);
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
                throw new RequestException("bad_form", "The part 'job' must come before the files.", 400);
            }
            else if (header?.IsFileDisposition() == true && files.Count < MostFiles)
            {
                var name = header.FileNameStar.HasValue ? header.FileNameStar.Value : HeaderUtilities.RemoveQuotes(header.FileName).Value;
                files.Add(await uploads.SaveAsync(part.Body, name, cancellationToken).ConfigureAwait(false));
            }
            else
            {
                throw new RequestException("bad_form", $"A form has a part 'job' and up to {MostFiles} parts 'file' with file names.", 400);
            }
        }

        return request ?? throw new RequestException("bad_form", "The form has no part 'job'.", 400);
    }

    private static async Task<JobRequest> ReadJsonAsync(Stream body, CancellationToken cancellationToken)
    {
        using var text = new MemoryStream();
        var buffer = new byte[1 << 14];
        for (int read; (read = await body.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0;)
        {
            if (text.Length + read > MostJsonBytes)
            {
                throw new RequestException("too_large", $"The job is larger than {MostJsonBytes} bytes.", 413);
            }

            text.Write(buffer, 0, read);
        }

        try
        {
            var request = JsonSerializer.Deserialize<JobRequest>(text.GetBuffer().AsSpan(0, (int)text.Length), ServerJson.Options);
            return request is { Pipeline.Length: > 0 } ? request : throw new RequestException("bad_json", "The job names no pipeline.", 400);
        }
        catch (JsonException e)
        {
            throw new RequestException("bad_json", $"The job is not what it should be at {e.Path}: {e.Message}", 400);
        }
    }
}
