using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using Reelmill.Server.Http;

namespace Reelmill.Server.Endpoints;

/// <summary>
/// Reads what of a job is to be tried again. It may be left out, and a request without content has no content type: routing
/// by content type, which a bound parameter brings with it, would hand such a request to the page.
/// </summary>
internal static class RetryForm
{
    /// <summary>Reads it.</summary>
    /// <returns>The codes; null for all that failed.</returns>
    /// <exception cref="RequestException"><c>unsupported_media_type</c> or <c>bad_json</c>.</exception>
    public static async Task<IReadOnlyList<string>?> ReadAsync(HttpRequest http, CancellationToken cancellationToken)
    {
        if (http.HttpContext.Features.Get<IHttpRequestBodyDetectionFeature>() is { CanHaveBody: false })
        {
            return null;
        }

        if (!http.HasJsonContentType())
        {
            throw new RequestException("unsupported_media_type", "What is to be tried again is named as application/json, or not at all.", 415);
        }

        try
        {
            var codes = (await JsonSerializer.DeserializeAsync<RetryRequest>(http.Body, ServerJson.Options, cancellationToken).ConfigureAwait(false))?.Codes;
            return codes is null ? null : PlainTextList.Checked("codes", codes);
        }
        catch (JsonException e)
        {
            throw new RequestException("bad_json", $"What is to be tried again is not what it should be at {e.Path}: {e.Message}", 400);
        }
    }

    /// <summary>Describes it.</summary>
    public static async Task DescribeAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        var schema = await context.GetOrCreateSchemaAsync(typeof(RetryRequest), null, cancellationToken).ConfigureAwait(false);
        operation.RequestBody = new OpenApiRequestBody
        {
            Description = "Which failures are tried again; without it, all.",
            Required = false,
            Content = new Dictionary<string, OpenApiMediaType>(StringComparer.Ordinal) { ["application/json"] = new() { Schema = schema } },
        };
    }
}

/// <summary>What is to be tried again.</summary>
/// <param name="Codes">Only items that failed with one of these; null for all that failed.</param>
internal sealed record RetryRequest(IReadOnlyList<string>? Codes = null);
