using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Reelmill.Core.Reporting;

/// <summary>
/// Makes text fit to leave the process: URLs lose what may be secret, and characters that steer a terminal, hide text or
/// turn its direction around are spelled out.
/// </summary>
/// <remarks>Thread-safe. What has nothing to hide or to escape is given back as it is.</remarks>
public static partial class ShownText
{
    private const string Hidden = "?...";

    /// <summary>Gives a URL without its credentials, its query and its fragment; a query is shown as <c>?...</c>.</summary>
    /// <param name="url">One URL, or what was named as one; every character after its scheme counts as part of it.</param>
    public static string HideSecretsOfUrl(string url)
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

    /// <summary>Gives text in which every URL is as <see cref="HideSecretsOfUrl"/> shows it.</summary>
    /// <param name="text">Text of any kind, such as a message or what a program said.</param>
    public static string HideSecrets(string text) => text.Contains("://", StringComparison.Ordinal)
        ? AnyUrl().Replace(text, static match =>
        {
            // A quote or a full stop that ends the URL belongs to the sentence.
            var url = match.Value.TrimEnd('\'', '`', '.', ',', ';', ':', ')', ']');
            var rest = match.Value[url.Length..];

            // A query that was hidden before is not hidden twice.
            return HideSecretsOfUrl(url) + (url.EndsWith('?') && rest.StartsWith("...", StringComparison.Ordinal) ? rest[3..] : rest);
        })
        : text;

    /// <summary>Gives text without control characters other than line feeds and tabs; the others are spelled as <c>\u001b</c>.</summary>
    /// <param name="text">Text of any kind, JSON included: what is spelled out means the same in it.</param>
    public static string Escape(string text) => Escape(text, static c => c is '\n' or '\t');

    /// <summary>Gives text on one line; line feeds and tabs are spelled out as well.</summary>
    /// <param name="text">A name, a label, a title.</param>
    public static string OneLine(string text) => Escape(text, static _ => false);

    /// <summary>Gives text for a terminal or a log: <see cref="HideSecrets"/>, then <see cref="Escape(string)"/>.</summary>
    /// <param name="text">Text of any kind.</param>
    public static string Of(string text) => Escape(HideSecrets(text));

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

    // Format characters include the ones that turn the direction of text around. Joiners belong to the spelling of many languages.
    private static bool IsUnsafe(Rune rune) => Rune.GetUnicodeCategory(rune) switch
    {
        UnicodeCategory.Control or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator => true,
        UnicodeCategory.Format => rune.Value is not (0x200C or 0x200D),
        _ => false,
    };

    [GeneratedRegex(@"[a-z][a-z0-9+.\-]*://[^\s""<>]+", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex AnyUrl();
}
