using System.Globalization;
using System.Text;

namespace Reelmill.Media.Fetching;

/// <summary>Makes text of a stranger fit for a log line or a terminal.</summary>
internal static class Redaction
{
    private const int MaxLength = 300;

    public static string Of(Uri url) => Of(url.AbsoluteUri);

    public static string Of(string text)
    {
        // Cut first: what follows copies the text, and a bad input may be megabytes long.
        var shown = text.Length > MaxLength ? string.Concat(text.AsSpan(0, MaxLength), "…") : text;
        return Escape(shown.Contains("://", StringComparison.Ordinal) ? HideSecrets(shown) : shown);
    }

    private static string HideSecrets(string url)
    {
        var start = url.IndexOf("://", StringComparison.Ordinal) + 3;
        var end = url.IndexOfAny(['/', '?', '#'], start);
        end = end < 0 ? url.Length : end;
        var at = url.LastIndexOf('@', end - 1, end - start);
        var shown = at < 0 ? url : url.Remove(start, at + 1 - start);

        var fragment = shown.IndexOf('#', StringComparison.Ordinal);
        shown = fragment < 0 ? shown : shown[..fragment];
        var query = shown.IndexOf('?', StringComparison.Ordinal);
        return query < 0 ? shown : shown[..(query + 1)] + string.Join('&', shown[(query + 1)..].Split('&').Select(HideValue));
    }

    // A parameter without a name is all value.
    private static string HideValue(string parameter)
    {
        var equals = parameter.IndexOf('=', StringComparison.Ordinal);
        return equals < 0 ? "***" : parameter[..equals] + "=***";
    }

    // Format characters include the ones that turn the direction of text around.
    private static string Escape(string text)
    {
        if (!text.Any(IsUnsafe))
        {
            return text;
        }

        var escaped = new StringBuilder(text.Length + 16);
        foreach (var c in text)
        {
            _ = IsUnsafe(c) ? escaped.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}") : escaped.Append(c);
        }

        return escaped.ToString();
    }

    private static bool IsUnsafe(char c) =>
        char.IsControl(c) || char.GetUnicodeCategory(c) is UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;
}
