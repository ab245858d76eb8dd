namespace Reelmill.Media.Fetching.Http;

/// <summary>The result of requesting a URL.</summary>
internal abstract record HttpResult
{
    private HttpResult()
    {
    }

    /// <summary>The URL served a file, which was saved.</summary>
    public sealed record Saved(long Bytes, string? ETag, string? MediaType) : HttpResult;

    /// <summary>The URL served a page or a playlist, which is not media but may lead to media. Nothing was saved.</summary>
    public sealed record Page(string MediaType) : HttpResult;

    /// <summary>Returns the page if the response is one, otherwise null.</summary>
    public static Page? AsPage(HttpResponseMessage response) =>
        response.Content.Headers.ContentType?.MediaType is { } type && IsPage(type) ? new Page(type) : null;

    private static bool IsPage(string mediaType) => mediaType.ToUpperInvariant() is
        "TEXT/HTML" or "APPLICATION/XHTML+XML" or
        "APPLICATION/VND.APPLE.MPEGURL" or "APPLICATION/X-MPEGURL" or "AUDIO/MPEGURL" or "AUDIO/X-MPEGURL" or
        "APPLICATION/DASH+XML";
}
