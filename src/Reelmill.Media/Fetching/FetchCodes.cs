namespace Reelmill.Media.Fetching;

/// <summary>The stable codes with which an input fails before or while it is fetched.</summary>
/// <remarks>
/// An HTTP status that is an error has the code <c>http_</c> and its number, such as <c>http_404</c>; of these 408,
/// 429 and 5xx are transient. Whether a code is transient is said below.
/// </remarks>
public static class FetchCodes
{
    /// <summary>What was named is no usable input: a malformed line, URL or list. Permanent.</summary>
    public const string BadInput = "bad_input";

    /// <summary>The file, folder or list that was named is not there, or a folder holds no media file. Permanent.</summary>
    public const string NotFound = "not_found";

    /// <summary>The file, folder or list is there, but the system refuses to read it. Permanent.</summary>
    public const string Unreadable = "unreadable";

    /// <summary>The URL gives a page or a playlist, and nothing that could find the media in it may be used. Permanent.</summary>
    public const string NotMedia = "not_media";

    /// <summary>yt-dlp knows no media on the page. Permanent.</summary>
    public const string UnsupportedPage = "unsupported_page";

    /// <summary>yt-dlp failed for a reason that trying again does not cure, or gave no file. Permanent.</summary>
    public const string DownloadFailed = "download_failed";

    /// <summary>A program that the fetch needs is not installed. Permanent.</summary>
    public const string ToolMissing = "tool_missing";

    /// <summary>Every address of the host is one that the <see cref="AddressPolicy"/> refuses. Permanent.</summary>
    public const string BlockedAddress = "blocked_address";

    /// <summary>A redirect leads from https to http, to a URL that is refused, or nowhere. Permanent.</summary>
    public const string BadRedirect = "bad_redirect";

    /// <summary>The redirects do not end. Permanent.</summary>
    public const string TooManyRedirects = "too_many_redirects";

    /// <summary>The answer is compressed although it was asked for as it is. Permanent.</summary>
    public const string EncodedResponse = "encoded_response";

    /// <summary>The server's answer is no valid HTTP. Permanent.</summary>
    public const string BadResponse = "bad_response";

    /// <summary>The download is larger than <see cref="FetchOptions.MaxBytes"/>. Permanent.</summary>
    public const string TooLarge = "too_large";

    /// <summary>The fetch took longer than <see cref="FetchOptions.Deadline"/>. Permanent.</summary>
    public const string DeadlineExceeded = "deadline_exceeded";

    /// <summary>The certificate or the handshake of a secure connection was refused. Permanent.</summary>
    public const string TlsFailed = "tls_failed";

    /// <summary>The host's name has no address. Transient.</summary>
    public const string DnsFailed = "dns_failed";

    /// <summary>No connection could be made in <see cref="FetchOptions.ConnectTimeout"/>. Transient.</summary>
    public const string ConnectFailed = "connect_failed";

    /// <summary>The connection broke before the answer was complete. Transient.</summary>
    public const string ConnectionLost = "connection_lost";

    /// <summary>Fewer bytes came than <see cref="FetchOptions.MinBytesPerSecond"/>. Transient.</summary>
    public const string TooSlow = "too_slow";

    /// <summary>No byte came for <see cref="FetchOptions.StallTimeout"/>. Transient.</summary>
    public const string Stalled = "stalled";

    /// <summary>The answer ended before the length that the server had promised. Transient.</summary>
    public const string Truncated = "truncated";

    /// <summary>The folder for downloads is full. Transient.</summary>
    public const string DiskFull = "disk_full";

    /// <summary>Another process is downloading the same source into the same folder. Transient.</summary>
    public const string InUse = "in_use";
}
