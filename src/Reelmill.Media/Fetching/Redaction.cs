using System.Buffers;
using Reelmill.Core.Reporting;

namespace Reelmill.Media.Fetching;

/// <summary>Redacts text from outside for messages: shortened, on one line, without secrets.</summary>
internal static class Redaction
{
    private static readonly SearchValues<char> SchemeCharacters = SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+-.");
    private const int MaxLength = 300;
    private const int MinSecretLength = 4;

    public static string Redact(Uri url) => Redact(url.AbsoluteUri);

    public static string Redact(string text)
    {
        // The text is cut first, because the next step copies it, and a bad input may be megabytes long.
        var shown = text.Length > MaxLength ? string.Concat(text.AsSpan(0, MaxLength), "…") : text;
        return DisplayText.OneLine(IsUrl(shown) ? DisplayText.RedactUrl(shown) : DisplayText.Redact(shown));
    }

    /// <summary>Finds the secrets of a URL: the query and the values in it, raw and decoded, as programs may print them.</summary>
    public static IReadOnlyList<string> FindSecrets(Uri url)
    {
        var query = url.Query.TrimStart('?');
        var values = query.Split('&').Select(static parameter => parameter[(parameter.IndexOf('=', StringComparison.Ordinal) + 1)..]);
        return [.. values.Append(query).SelectMany(static text => new[] { text, Uri.UnescapeDataString(text) }).Where(static text => text.Length >= MinSecretLength).Distinct(StringComparer.Ordinal)];
    }

    // Text meant as a URL may hold blanks and quotes. Everything after its question mark is secret.
    private static bool IsUrl(string text) => text.IndexOf("://", StringComparison.Ordinal) is > 0 and var end && text.AsSpan(0, end).Trim().IndexOfAnyExcept(SchemeCharacters) < 0;
}
