using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Reelmill.Core.Reporting;

/// <summary>
/// Sanitizes text for terminals, logs and documents: removes possible secrets from URLs, and escapes characters that
/// control a terminal, hide text or change its direction.
/// </summary>
/// <remarks>Thread-safe. Text with nothing to redact or escape is returned unchanged.</remarks>
public static partial class DisplayText
{
    private const string Hidden = "?...";

    /// <summary>Removes the credentials, query and fragment of a URL; a query becomes <c>?...</c>.</summary>
    /// <param name="url">One URL, or a text that was given as one; every character after the scheme counts as part of the URL.</param>
    public static string RedactUrl(string url)
    {
        var start = url.IndexOf("://", StringComparison.Ordinal) + 3;
        if (start < 3)
        {
            return url;
        }

        var end = url.IndexOfAny(['/', '?', '#', '\\'], start);
        end = end < 0 ? url.Length : end;
        var at = end > start ? url.LastIndexOf('@', end - 1, end - start) : -1;
        var shown = at < 0 ? url : url.Remove(start, at + 1 - start);
        var tail = shown.IndexOfAny(['?', '#'], start);
        return tail < 0 ? shown : shown[..tail] + (shown[tail] == '?' ? Hidden : "");
    }

    /// <summary>Applies <see cref="RedactUrl"/> to every URL in a text.</summary>
    /// <param name="text">Text of any kind, such as a message or the output of a program.</param>
    public static string Redact(string text) => text.Contains("://", StringComparison.Ordinal)
        ? AnyUrl().Replace(text, static match =>
        {
            // Punctuation at the end of the URL belongs to the sentence.
            var url = match.Value.TrimEnd('\'', '`', '.', ',', ';', ':', ')', ']');
            var rest = match.Value[url.Length..];

            // A query that was redacted before stays as it is.
            return RedactUrl(url) + (url.EndsWith('?') && rest.StartsWith("...", StringComparison.Ordinal) ? rest[3..] : rest);
        })
        : text;

    /// <summary>Escapes control characters other than line feeds and tabs, such as <c>\u001b</c>.</summary>
    /// <param name="text">Text of any kind. The escapes keep their meaning in JSON.</param>
    public static string Escape(string text) => Escape(text, static c => c is '\n' or '\t');

    /// <summary>Escapes control characters, line feeds and tabs included, so that the text stays on one line.</summary>
    /// <param name="text">A name, a label, a title.</param>
    public static string OneLine(string text) => Escape(text, static _ => false);

    /// <summary>Sanitizes text for a terminal or a log: <see cref="Redact"/>, then <see cref="Escape(string)"/>.</summary>
    /// <param name="text">Text of any kind.</param>
    public static string Sanitize(string text) => Escape(Redact(text));

    private static string Escape(string text, Func<char, bool> isKept)
    {
        StringBuilder? escaped = null;
        for (var i = 0; i < text.Length;)
        {
            var length = Rune.TryGetRuneAt(text, i, out var rune) ? rune.Utf16SequenceLength : 0;
            var isSafe = length > 0 && (!IsUnsafe(rune) || (length == 1 && isKept(text[i])));
            length = Math.Max(1, length);
            escaped ??= isSafe ? null : new StringBuilder(text.Length + 16).Append(text, 0, i);
            if (escaped is not null)
            {
                Append(escaped, text.AsSpan(i, length), isSafe);
            }

            i += length;
        }

        return escaped?.ToString() ?? text;
    }

    private static void Append(StringBuilder escaped, ReadOnlySpan<char> characters, bool isSafe)
    {
        if (isSafe)
        {
            escaped.Append(characters);
            return;
        }

        foreach (var c in characters)
        {
            escaped.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}");
        }
    }

    // Format characters include those that change the direction of text. Joiners are part of the spelling of many languages.
    private static bool IsUnsafe(Rune rune) => Rune.GetUnicodeCategory(rune) switch
    {
        UnicodeCategory.Control or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator => true,
        UnicodeCategory.Format => rune.Value is not (0x200C or 0x200D),
        _ => false,
    };

    [GeneratedRegex(@"[a-z][a-z0-9+.\-]*://[^\s""<>]+", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex AnyUrl();
}
