using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using Reelmill.Server.Http;

namespace Reelmill.Server.Endpoints;

/// <summary>
/// Reads the optional body of a retry request. The body is not a bound parameter, because a bound parameter makes
/// routing match on the content type, and a request without a body has none.
/// </summary>
internal static class RetryRequestReader
{
    /// <summary>Reads the error codes to retry.</summary>
    /// <returns>The codes; null for every failed item.</returns>
    /// <exception cref="RequestException"><c>unsupported_media_type</c> or <c>bad_json</c>.</exception>
    public static async Task<IReadOnlyList<string>?> ReadAsync(HttpRequest http, CancellationToken cancellationToken)
    {
        if (http.HttpContext.Features.Get<IHttpRequestBodyDetectionFeature>() is { CanHaveBody: false })
        {
            return null;
        }

        if (!http.HasJsonContentType())
        {
            throw new RequestException("unsupported_media_type", "The body of a retry must be application/json, or absent to retry every failed item.", 415);
        }

        try
        {
            var codes = (await JsonSerializer.DeserializeAsync<RetryRequest>(http.Body, ServerJson.Options, cancellationToken).ConfigureAwait(false))?.Codes;
            return codes is null ? null : TextListValidator.Validate("codes", codes);
        }
        catch (JsonException e)
        {
            throw new RequestException("bad_json", $"The body of the retry is invalid at {e.Path}: {e.Message}", 400);
        }
    }

    /// <summary>Adds the optional body to the OpenAPI operation.</summary>
    public static async Task DescribeAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        var schema = await context.GetOrCreateSchemaAsync(typeof(RetryRequest), null, cancellationToken).ConfigureAwait(false);
        operation.RequestBody = new OpenApiRequestBody
        {
            Description = "The error codes to retry. Without a body, every failed item is retried.",
            Required = false,
            Content = new Dictionary<string, OpenApiMediaType>(StringComparer.Ordinal) { ["application/json"] = new() { Schema = schema } },
        };
    }
}

/// <summary>The body of a retry request.</summary>
/// <param name="Codes">The error codes whose items are retried; null for every failed item.</param>
internal sealed record RetryRequest(IReadOnlyList<string>? Codes = null);
