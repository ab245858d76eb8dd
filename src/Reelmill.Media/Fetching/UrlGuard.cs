using System.Text;
using Reelmill.Core;

namespace Reelmill.Media.Fetching;

/// <summary>Decides from the text of a URL, before any I/O, whether it may be fetched.</summary>
/// <remarks>Thread safe.</remarks>
public static class UrlGuard
{
    /// <summary>The maximum length of a URL in bytes of UTF-8: 8 KiB.</summary>
    public const int MaxBytes = 8192;

    /// <summary>Checks a URL and normalizes it: the host in ASCII without a trailing dot, no fragment.</summary>
    /// <param name="text">The text of the URL.</param>
    /// <returns>An absolute http or https URL without credentials.</returns>
    /// <exception cref="ItemException">
    /// <c>bad_input</c>: empty, relative, over 8 KiB, with a control character, with credentials, without a host, or with a
    /// scheme other than http and https.
    /// </exception>
    public static Uri Check(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (FindTextFault(text) is { } textFault)
        {
            throw Refuse(text, textFault);
        }

        if (!Uri.TryCreate(text, UriKind.Absolute, out var url))
        {
            throw Refuse(text, "it is not an absolute URL");
        }

        return FindUrlFault(url) is { } urlFault ? throw Refuse(text, urlFault) : Normalize(url);
    }

    private static string? FindTextFault(string text) => text switch
    {
        _ when string.IsNullOrWhiteSpace(text) => "it is empty",
        _ when Encoding.UTF8.GetByteCount(text) > MaxBytes => $"it is longer than {MaxBytes} bytes",
        _ when text.Any(char.IsControl) => "it contains a control character",
        _ => null,
    };

    private static string? FindUrlFault(Uri url) => url switch
    {
        { Scheme: not ("http" or "https") } => $"its scheme is '{url.Scheme}', not http or https",
        { UserInfo.Length: > 0 } => "it contains credentials",
        _ when url.IdnHost.TrimEnd('.').Length == 0 => "it has no host",
        _ => null,
    };

    private static Uri Normalize(Uri url) =>
        new UriBuilder(url) { Host = url.IdnHost.TrimEnd('.'), Fragment = "" }.Uri;

    private static ItemException Refuse(string text, string fault) =>
        new(FetchCodes.BadInput, $"Reading the input '{Redaction.Redact(text)}': {fault}. Name a file, or an http or https URL without credentials.");
}
