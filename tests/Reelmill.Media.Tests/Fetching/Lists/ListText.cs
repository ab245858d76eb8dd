using System.Text;
using FsCheck;
using FsCheck.Fluent;

namespace Reelmill.Media.Tests.Fetching.Lists;

/// <summary>Generates any text that a list can hold: characters of all planes and all line breaks, without NUL and unpaired surrogates.</summary>
internal static class ListText
{
    private static readonly Gen<string> Odd = Gen.Elements("\r", "\n", "\r\n", "\"", ",", "\uFEFF", "\uFFFD", "\uFFFF", "\u2028", "\u0085", "é", "視", "𝄞", "👩‍👩‍👧", " ", "");

    public static Gen<string> Generator { get; } = Gen.OneOf(
        ArbMap.Default.ArbFor<NonNull<string>>().Generator.Select(text => text.Get),
        Odd.ListOf().Select(string.Concat)).Where(IsValid);

    private static bool IsValid(string text) => !text.Contains('\0', StringComparison.Ordinal) && new UTF8Encoding(false).GetString(Encoding.UTF8.GetBytes(text)) == text;
}
