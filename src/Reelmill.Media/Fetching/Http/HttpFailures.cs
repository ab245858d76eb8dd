using System.Globalization;
using System.Net.Http.Headers;
using Reelmill.Core;

namespace Reelmill.Media.Fetching.Http;

/// <summary>Names what goes wrong with a download: each failure has its code, and is transient or not.</summary>
internal static class HttpFailures
{
    public static ItemException Status(Uri url, HttpResponseMessage response, TimeProvider time)
    {
        var number = (int)response.StatusCode;
        var transient = IsTransient(number);
        var advice = transient ? "Try again later." : "Check that the URL is right and open to everyone.";
        return new ItemException(
            string.Create(CultureInfo.InvariantCulture, $"http_{number}"),
            $"Downloading {Redaction.Of(url)}: the server answered {number} {Redaction.Of(response.ReasonPhrase ?? "")}. {advice}",
            transient)
        {
            RetryAfter = transient ? Wait(response.Headers.RetryAfter, time) : null,
        };
    }

    public static bool IsTransient(int status) => status is 408 or 429 or >= 500;

    public static bool IsTransport(Exception exception) => exception is HttpRequestException or IOException;

    /// <summary>Translates what the HTTP stack throws (see <see cref="IsTransport"/>) into words of the fetch.</summary>
    public static ItemException Transport(Uri url, Exception exception) => exception switch
    {
        HttpRequestException { InnerException: ItemException known } => known,
        HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError } =>
            Permanent(FetchCodes.TlsFailed, url, $"the secure connection was refused ({Cause(exception)}). Check the host's certificate.", exception),
        HttpRequestException { HttpRequestError: HttpRequestError.InvalidResponse or HttpRequestError.ConfigurationLimitExceeded or HttpRequestError.VersionNegotiationError } or
        HttpIOException { HttpRequestError: HttpRequestError.InvalidResponse } =>
            Permanent(FetchCodes.BadResponse, url, $"the answer is not valid HTTP ({Cause(exception)}). Check that the host is a web server.", exception),
        _ =>
            Transient(FetchCodes.ConnectionLost, url, $"the connection broke ({Cause(exception)}). Try again; the download goes on where it was.", exception),
    };

    public static ItemException DnsFailed(string host, Exception cause) =>
        new(FetchCodes.DnsFailed, $"Finding the host {host}: its name has no address ({cause.Message}). Check the name and the network.", transient: true, cause);

    public static ItemException ConnectFailed(string host, string fault, Exception cause) =>
        new(FetchCodes.ConnectFailed, $"Connecting to {host}: {fault}. Check that the server is up, or try again later.", transient: true, cause);

    public static ItemException Blocked(string host) =>
        new(FetchCodes.BlockedAddress, $"Connecting to {host}: its address is not a public one, and others are refused here. Use a public host, or allow the address.");

    public static ItemException Stalled(Uri url, TimeSpan limit) =>
        Transient(FetchCodes.Stalled, url, $"the server sent nothing for {Seconds(limit)}. Try again later.", null);

    public static ItemException TooSlow(Uri url, long least, long bytes, TimeSpan waited) =>
        Transient(FetchCodes.TooSlow, url, $"the server sent {bytes} bytes in {Seconds(waited)}, less than {least} a second. Try again later, or lower fetch.min-rate.", null);

    public static ItemException DeadlineExceeded(Uri url, TimeSpan limit) =>
        Permanent(FetchCodes.DeadlineExceeded, url, $"it was not finished after {Seconds(limit)}. Allow more time, or use a faster source.", null);

    public static ItemException TooLarge(Uri url, long limit) =>
        Permanent(FetchCodes.TooLarge, url, $"it is larger than {limit} bytes, the most that is taken. Raise the limit if you want it.", null);

    public static ItemException Truncated(Uri url, long bytes, long promised) =>
        Transient(FetchCodes.Truncated, url, $"it ended after {bytes} of {promised} bytes. Try again; the download goes on where it was.", null);

    public static ItemException Encoded(Uri url, IEnumerable<string> encodings) =>
        Permanent(FetchCodes.EncodedResponse, url, $"the answer is encoded ({Redaction.Of(string.Join(", ", encodings))}) although it was asked for plain. Use a URL that gives the file itself.", null);

    public static ItemException BadRedirect(Uri url, string fault) =>
        Permanent(FetchCodes.BadRedirect, url, $"it redirects {fault}. Use the URL of the file itself.", null);

    public static ItemException TooManyRedirects(Uri url, int limit) =>
        Permanent(FetchCodes.TooManyRedirects, url, $"it redirects more than {limit} times. Use the URL of the file itself.", null);

    private static ItemException Permanent(string code, Uri url, string fault, Exception? cause) =>
        new(code, $"Downloading {Redaction.Of(url)}: {fault}", transient: false, cause);

    private static ItemException Transient(string code, Uri url, string fault, Exception? cause) =>
        new(code, $"Downloading {Redaction.Of(url)}: {fault}", transient: true, cause);

    private static string Cause(Exception exception) => exception.GetBaseException().Message.TrimEnd('.');

    private static string Seconds(TimeSpan limit) => string.Create(CultureInfo.InvariantCulture, $"{limit.TotalSeconds:0.#} s");

    private static TimeSpan? Wait(RetryConditionHeaderValue? header, TimeProvider time) => header switch
    {
        { Delta: { } delta } => delta,
        { Date: { } date } => date > time.GetUtcNow() ? date - time.GetUtcNow() : TimeSpan.Zero,
        _ => null,
    };
}
