namespace Reelmill.Media.Fetching.Http;

/// <summary>What a URL turned out to give.</summary>
internal abstract record HttpAnswer
{
    private HttpAnswer()
    {
    }

    /// <summary>A file, which was saved.</summary>
    public sealed record Saved(long Bytes, string? ETag, string? MediaType) : HttpAnswer;

    /// <summary>A page or a playlist: not media, though media may be found through it. Nothing was saved.</summary>
    public sealed record Page(string MediaType) : HttpAnswer;

    /// <summary>The page that an answer is, if it is one.</summary>
    public static Page? AsPage(HttpResponseMessage response) =>
        response.Content.Headers.ContentType?.MediaType is { } type && IsPage(type) ? new Page(type) : null;

    private static bool IsPage(string mediaType) => mediaType.ToUpperInvariant() is
        "TEXT/HTML" or "APPLICATION/XHTML+XML" or
        "APPLICATION/VND.APPLE.MPEGURL" or "APPLICATION/X-MPEGURL" or "AUDIO/MPEGURL" or "AUDIO/X-MPEGURL" or
        "APPLICATION/DASH+XML";
}
