using System.Text;
using FsCheck;
using FsCheck.Fluent;

namespace Reelmill.Media.Tests.Fetching.Lists;

/// <summary>Any text that a list can hold: characters of all planes and line ends of all kinds, but no NUL and no half of a surrogate pair.</summary>
internal static class WholeText
{
    private static readonly Gen<string> Odd = Gen.Elements("\r", "\n", "\r\n", "\"", ",", "\uFEFF", "\uFFFD", "\uFFFF", "\u2028", "\u0085", "é", "視", "𝄞", "👩‍👩‍👧", " ", "");

    public static Gen<string> Generator { get; } = Gen.OneOf(
        ArbMap.Default.ArbFor<NonNull<string>>().Generator.Select(text => text.Get),
        Odd.ListOf().Select(string.Concat)).Where(IsWhole);

    private static bool IsWhole(string text) => !text.Contains('\0', StringComparison.Ordinal) && new UTF8Encoding(false).GetString(Encoding.UTF8.GetBytes(text)) == text;
}
