using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Logging;
using Reelmill.Core;

namespace Reelmill.Server.Http;

/// <summary>Answers failed requests with problem details (RFC 9457) and a stable error code.</summary>
internal sealed partial class Problems(MessageRedactor text, ILogger<Problems> log) : IExceptionHandler
{
    private const string TypePrefix = "urn:reelmill:error:";

    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        if (exception is OperationCanceledException or IOException && httpContext.RequestAborted.IsCancellationRequested)
        {
            // The client has disconnected.
            return true;
        }

        var (code, status, detail) = exception switch
        {
            RequestException e => (e.Code, e.Status, e.Message),
            BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge } e => ("too_large", e.StatusCode, e.Message),
            BadHttpRequestException { StatusCode: StatusCodes.Status415UnsupportedMediaType } e => ("unsupported_media_type", e.StatusCode, DescribeUnsupportedType(httpContext)),
            BadHttpRequestException { InnerException: JsonException json } e => ("bad_json", e.StatusCode, json.Message),
            BadHttpRequestException e => ("bad_request", e.StatusCode, e.Message),
            InvalidDataException e => ("bad_form", StatusCodes.Status400BadRequest, e.Message),
            PipelineException e => (e.Code, GetStatus(e.Code), e.Message),
            ItemException e => (e.Code, StatusCodes.Status422UnprocessableEntity, e.Message),
            _ when SystemErrors.Explain(exception) is { } e => (e.Code, GetStatus(e.Code), e.Message),
            _ => ("internal_error", StatusCodes.Status500InternalServerError, "The request failed because of an internal error. The server's log has the details."),
        };
        if (status >= StatusCodes.Status500InternalServerError)
        {
            Failed(log, httpContext.Request.Method, httpContext.Request.Path, exception);
        }

        if (exception is RequestException { RetryAfter: { } wait })
        {
            httpContext.Response.Headers.RetryAfter = Math.Ceiling(wait.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        }

        await WriteAsync(httpContext, status, code, text.Redact(detail)).ConfigureAwait(false);
        return true;
    }

    private static int GetStatus(string code) => code == SystemErrors.DiskFull ? StatusCodes.Status507InsufficientStorage : StatusCodes.Status503ServiceUnavailable;

    /// <summary>Answers a request that no route matches.</summary>
    public static Task WriteStatusAsync(StatusCodeContext context)
    {
        var http = context.HttpContext;
        return http.Response.StatusCode switch
        {
            StatusCodes.Status404NotFound => WriteAsync(http, http.Response.StatusCode, "not_found", $"No resource exists at {http.Request.Path}."),
            StatusCodes.Status405MethodNotAllowed => WriteAsync(http, http.Response.StatusCode, "bad_method", $"{http.Request.Path} does not accept {http.Request.Method}. Use {http.Response.Headers.Allow}."),
            StatusCodes.Status415UnsupportedMediaType => WriteAsync(http, http.Response.StatusCode, "unsupported_media_type", DescribeUnsupportedType(http)),
            _ => Task.CompletedTask,
        };
    }

    /// <summary>Writes problem details as the response.</summary>
    public static Task WriteAsync(HttpContext http, int status, string code, string detail)
    {
        http.Response.StatusCode = status;
        return http.Response.WriteAsJsonAsync(
            new ProblemDetails { Type = TypePrefix + code, Title = code.Replace('_', ' '), Status = status, Detail = detail, Extensions = { ["code"] = code } },
            ServerJson.Options,
            "application/problem+json",
            CancellationToken.None);
    }

    private static string DescribeUnsupportedType(HttpContext http)
    {
        var body = http.Request.ContentType is { Length: > 0 } type ? $"a body of the type '{type}'" : "a body without a content type";
        return $"{http.Request.Path} does not accept {body}. Send JSON with the header 'Content-Type: application/json'.";
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "{Method} {Path} failed")]
    private static partial void Failed(ILogger log, string method, PathString path, Exception error);
}
