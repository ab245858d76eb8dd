using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using Reelmill.Core;

namespace Reelmill.Media.Fetching.Http;

/// <summary>Creates the exceptions of a failed download, each with its code and whether it is transient.</summary>
internal static class HttpFailures
{
    public static ItemException Status(Uri url, HttpResponseMessage response, TimeProvider time)
    {
        var number = (int)response.StatusCode;
        var transient = IsTransient(number);
        var advice = transient ? "Retry later." : "Check that the URL is correct and publicly accessible.";
        return new ItemException(
            string.Create(CultureInfo.InvariantCulture, $"http_{number}"),
            $"Downloading {Redaction.Redact(url)}: the server answered {number} {Redaction.Redact(response.ReasonPhrase ?? "")}. {advice}",
            transient)
        {
            RetryAfter = transient ? GetRetryDelay(response.Headers.RetryAfter, time) : null,
        };
    }

    public static bool IsTransient(int status) => status is 408 or 429 or >= 500;

    public static bool IsTransport(Exception exception) => exception is HttpRequestException or IOException;

    /// <summary>Converts an exception of the HTTP stack (see <see cref="IsTransport"/>).</summary>
    public static ItemException Transport(Uri url, Exception exception) => exception switch
    {
        HttpRequestException { InnerException: ItemException known } => known,
        HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError } =>
            Permanent(FetchCodes.TlsFailed, url, $"the TLS handshake failed ({Cause(exception)}). Check the host's certificate.", exception),
        HttpRequestException { HttpRequestError: HttpRequestError.InvalidResponse or HttpRequestError.ConfigurationLimitExceeded or HttpRequestError.VersionNegotiationError } or
        HttpIOException { HttpRequestError: HttpRequestError.InvalidResponse } =>
            Permanent(FetchCodes.BadResponse, url, $"the response is not valid HTTP ({Cause(exception)}). Check that the host is a web server.", exception),
        _ =>
            Transient(FetchCodes.ConnectionLost, url, $"the connection broke ({Cause(exception)}). Retry; the download resumes where it stopped.", exception),
    };

    public static ItemException DnsFailed(string host, Exception cause) =>
        new(FetchCodes.DnsFailed, $"Resolving {host}: the host name has no address ({cause.Message}). Check the name and the network.", transient: true, cause);

    public static ItemException ConnectFailed(DnsEndPoint host, string fault, Exception cause) =>
        new(FetchCodes.ConnectFailed, $"Connecting to {host.Host}:{host.Port}: {fault}. Check that the server is up, or retry later.", transient: true, cause);

    public static ItemException Blocked(string host) =>
        new(FetchCodes.BlockedAddress, $"Connecting to {host}: its address is not public, and the address policy refuses it. Use a public host, or allow the address.");

    public static ItemException Stalled(Uri url, TimeSpan limit) =>
        Transient(FetchCodes.Stalled, url, $"the server sent nothing for {Seconds(limit)}. Retry later.", null);

    public static ItemException TooSlow(Uri url, long minimum, long bytes, TimeSpan waited) =>
        Transient(FetchCodes.TooSlow, url, $"the server sent {bytes} bytes in {Seconds(waited)}, less than {minimum} per second. Retry later, or lower fetch.min-rate.", null);

    public static ItemException DeadlineExceeded(Uri url, TimeSpan limit) =>
        Permanent(FetchCodes.DeadlineExceeded, url, $"the download took longer than {Seconds(limit)}. Allow more time, or use a faster source.", null);

    public static ItemException TooLarge(Uri url, long limit) =>
        Permanent(FetchCodes.TooLarge, url, $"the file exceeds the limit of {limit} bytes. Raise the limit to fetch it.", null);

    public static ItemException Truncated(Uri url, long bytes, long declared) =>
        Transient(FetchCodes.Truncated, url, $"the response ended after {bytes} of {declared} bytes. Retry; the download resumes where it stopped.", null);

    public static ItemException Encoded(Uri url, IEnumerable<string> encodings) =>
        Permanent(FetchCodes.EncodedResponse, url, $"the response is compressed ({Redaction.Redact(string.Join(", ", encodings))}), although the request asked for no compression. Use a URL that serves the plain file.", null);

    public static ItemException BadRedirect(Uri url, string fault) =>
        Permanent(FetchCodes.BadRedirect, url, $"the URL redirects {fault}. Use the URL of the file itself.", null);

    public static ItemException TooManyRedirects(Uri url, int limit) =>
        Permanent(FetchCodes.TooManyRedirects, url, $"the URL redirects more than {limit} times. Use the URL of the file itself.", null);

    private static ItemException Permanent(string code, Uri url, string fault, Exception? cause) =>
        new(code, $"Downloading {Redaction.Redact(url)}: {fault}", transient: false, cause);

    private static ItemException Transient(string code, Uri url, string fault, Exception? cause) =>
        new(code, $"Downloading {Redaction.Redact(url)}: {fault}", transient: true, cause);

    private static string Cause(Exception exception) => exception.GetBaseException().Message.TrimEnd('.');

    private static string Seconds(TimeSpan limit) => string.Create(CultureInfo.InvariantCulture, $"{limit.TotalSeconds:0.#} s");

    private static TimeSpan? GetRetryDelay(RetryConditionHeaderValue? header, TimeProvider time) => header switch
    {
        { Delta: { } delta } => delta,
        { Date: { } date } => date > time.GetUtcNow() ? date - time.GetUtcNow() : TimeSpan.Zero,
        _ => null,
    };
}
