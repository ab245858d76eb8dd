using System.Text;
using Reelmill.Core;

namespace Reelmill.Media.Fetching;

/// <summary>Decides from its text alone, before any I/O, whether a URL may be fetched.</summary>
/// <remarks>Safe for use by many threads.</remarks>
public static class UrlGuard
{
    /// <summary>The longest URL that is taken, in bytes of UTF-8: 8 KiB.</summary>
    public const int MaxBytes = 8192;

    /// <summary>Checks a URL and brings it into its canonical form: host in ASCII without a final dot, no fragment.</summary>
    /// <param name="text">What was named.</param>
    /// <returns>An absolute http or https URL without credentials.</returns>
    /// <exception cref="ItemException">
    /// <c>bad_input</c>: empty, relative, over 8 KiB, with a control character, with credentials, without a host, or
    /// of a scheme other than http and https.
    /// </exception>
    public static Uri Check(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (FaultOfText(text) is { } fault)
        {
            throw Refuse(text, fault);
        }

        if (!Uri.TryCreate(text, UriKind.Absolute, out var url))
        {
            throw Refuse(text, "it is not an absolute URL");
        }

        return FaultOfUrl(url) is { } fault2 ? throw Refuse(text, fault2) : Canonical(url);
    }

    private static string? FaultOfText(string text) => text switch
    {
        _ when string.IsNullOrWhiteSpace(text) => "it is empty",
        _ when Encoding.UTF8.GetByteCount(text) > MaxBytes => $"it is longer than {MaxBytes} bytes",
        _ when text.Any(char.IsControl) => "it contains a control character",
        _ => null,
    };

    private static string? FaultOfUrl(Uri url) => url switch
    {
        { Scheme: not ("http" or "https") } => $"its scheme is '{url.Scheme}', not http or https",
        { UserInfo.Length: > 0 } => "it contains credentials",
        _ when url.IdnHost.TrimEnd('.').Length == 0 => "it names no host",
        _ => null,
    };

    private static Uri Canonical(Uri url) =>
        new UriBuilder(url) { Host = url.IdnHost.TrimEnd('.'), Fragment = "" }.Uri;

    private static ItemException Refuse(string text, string fault) =>
        new(FetchCodes.BadInput, $"Reading the input '{Redaction.Of(text)}': {fault}. Name a file, or an http or https URL without credentials.");
}
