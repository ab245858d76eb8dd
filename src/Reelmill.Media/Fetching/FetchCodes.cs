namespace Reelmill.Media.Fetching;

/// <summary>The error codes of an input that fails before or during its fetch.</summary>
/// <remarks>
/// An HTTP error status has the code <c>http_</c> and the number, such as <c>http_404</c>; 408, 429 and 5xx are transient.
/// Each code below says whether it is transient.
/// </remarks>
public static class FetchCodes
{
    /// <summary>The input is unusable: a malformed line, URL or list. Permanent.</summary>
    public const string BadInput = "bad_input";

    /// <summary>The file, folder or list does not exist, or a folder has no media file. Permanent.</summary>
    public const string NotFound = "not_found";

    /// <summary>The file, folder or list exists, but the system refuses to read it. Permanent.</summary>
    public const string Unreadable = "unreadable";

    /// <summary>The URL serves a page or a playlist, and yt-dlp is missing or not chosen. Permanent.</summary>
    public const string NotMedia = "not_media";

    /// <summary>yt-dlp found no media on the page. Permanent.</summary>
    public const string UnsupportedPage = "unsupported_page";

    /// <summary>yt-dlp failed permanently, or produced no file. Permanent.</summary>
    public const string DownloadFailed = "download_failed";

    /// <summary>A program that the fetch needs is not installed. Permanent.</summary>
    public const string ToolMissing = "tool_missing";

    /// <summary>The <see cref="AddressPolicy"/> refuses every address of the host. Permanent.</summary>
    public const string BlockedAddress = "blocked_address";

    /// <summary>A redirect leads from https to http, to a refused URL, or has no target. Permanent.</summary>
    public const string BadRedirect = "bad_redirect";

    /// <summary>The URL redirects more often than <see cref="FetchOptions.MaxRedirects"/>. Permanent.</summary>
    public const string TooManyRedirects = "too_many_redirects";

    /// <summary>The response is compressed although the request asked for <c>identity</c>. Permanent.</summary>
    public const string EncodedResponse = "encoded_response";

    /// <summary>The response is not valid HTTP. Permanent.</summary>
    public const string BadResponse = "bad_response";

    /// <summary>The download is larger than <see cref="FetchOptions.MaxBytes"/>. Permanent.</summary>
    public const string TooLarge = "too_large";

    /// <summary>The fetch took longer than <see cref="FetchOptions.Deadline"/>. Permanent.</summary>
    public const string DeadlineExceeded = "deadline_exceeded";

    /// <summary>The certificate or the TLS handshake was rejected. Permanent.</summary>
    public const string TlsFailed = "tls_failed";

    /// <summary>The host name does not resolve. Transient.</summary>
    public const string DnsFailed = "dns_failed";

    /// <summary>No connection was made within <see cref="FetchOptions.ConnectTimeout"/>. Transient.</summary>
    public const string ConnectFailed = "connect_failed";

    /// <summary>The connection broke before the response was complete. Transient.</summary>
    public const string ConnectionLost = "connection_lost";

    /// <summary>The rate fell below <see cref="FetchOptions.MinBytesPerSecond"/>. Transient.</summary>
    public const string TooSlow = "too_slow";

    /// <summary>No byte arrived for <see cref="FetchOptions.StallTimeout"/>. Transient.</summary>
    public const string Stalled = "stalled";

    /// <summary>The response ended before its declared length. Transient.</summary>
    public const string Truncated = "truncated";

    /// <summary>The disk of the download folder is full. Transient.</summary>
    public const string DiskFull = "disk_full";

    /// <summary>Another process is downloading the same source into the same folder. Transient.</summary>
    public const string InUse = "in_use";
}
