using System.Buffers;
using Reelmill.Core.Reporting;

namespace Reelmill.Media.Fetching;

/// <summary>Makes text of a stranger fit for a message: short, on one line, without secrets.</summary>
internal static class Redaction
{
    private static readonly SearchValues<char> OfSchemes = SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+-.");
    private const int MaxLength = 300;
    private const int LeastSecret = 4;

    public static string Of(Uri url) => Of(url.AbsoluteUri);

    public static string Of(string text)
    {
        // Cut first: what follows copies the text, and a bad input may be megabytes long.
        var shown = text.Length > MaxLength ? string.Concat(text.AsSpan(0, MaxLength), "…") : text;
        return DisplayText.OneLine(IsUrl(shown) ? DisplayText.RedactUrl(shown) : DisplayText.Redact(shown));
    }

    /// <summary>The query of a URL and the values in it, raw and decoded, as programs repeat them.</summary>
    public static IReadOnlyList<string> SecretsOf(Uri url)
    {
        var query = url.Query.TrimStart('?');
        var values = query.Split('&').Select(static parameter => parameter[(parameter.IndexOf('=', StringComparison.Ordinal) + 1)..]);
        return [.. values.Append(query).SelectMany(static text => new[] { text, Uri.UnescapeDataString(text) }).Where(static text => text.Length >= LeastSecret).Distinct(StringComparer.Ordinal)];
    }

    // What was named as a URL may hold blanks and quotes, and is all secret after its question mark.
    private static bool IsUrl(string text) => text.IndexOf("://", StringComparison.Ordinal) is > 0 and var end && text.AsSpan(0, end).Trim().IndexOfAnyExcept(OfSchemes) < 0;
}
