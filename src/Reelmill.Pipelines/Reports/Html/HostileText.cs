using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;
using Reelmill.Core.Reporting;

namespace Reelmill.Pipelines.Reports.Html;

/// <summary>Makes text from anywhere safe to show.</summary>
internal static class HostileText
{
    private static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);

    /// <summary>Encodes text for an element or a quoted attribute; URLs lose what may be secret.</summary>
    public static string Encode(string text) => Encoder.Encode(Visible(ShownText.HideSecrets(text)));

    /// <summary>
    /// Shows what has no picture of its own: a name must not hide its end behind a right-to-left override, nor break a line.
    /// </summary>
    private static string Visible(string text)
    {
        if (!text.Any(IsInvisible))
        {
            return text;
        }

        var shown = new StringBuilder(text.Length + 16);
        foreach (var c in text)
        {
            _ = IsInvisible(c) ? shown.Append(CultureInfo.InvariantCulture, $"[U+{(int)c:X4}]") : shown.Append(c);
        }

        return shown.ToString();
    }

    // Joiners (U+200C, U+200D) belong to the spelling of many languages; line feeds and tabs to messages.
    private static bool IsInvisible(char c) =>
        (char.IsControl(c) && c is not ('\n' or '\t')) || c is '\u200E' or '\u200F' or (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069');
}
