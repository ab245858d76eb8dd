using System.Text.RegularExpressions;
using Reelmill.Testing;

namespace Reelmill.Core.Tests.Docs;

/// <summary>Checks that docs/guide/engine.md shows exactly the code that <see cref="EngineGuide"/> runs.</summary>
public sealed partial class EngineGuideTests
{
    [Fact]
    public void Every_snippet_is_in_the_guide_exactly_as_it_runs()
    {
        var shown = CodeBlock().Matches(Repository.Read("docs/guide/engine.md")).Select(static m => m.Groups["code"].Value).ToArray();

        shown.ShouldBe(Snippets());
    }

    private static IEnumerable<string> Snippets() =>
        Marked().Matches(Repository.Read("tests/Reelmill.Core.Tests/Docs/EngineGuide.cs")).Select(static m => Unindented(m.Groups["code"].Value));

    private static string Unindented(string code)
    {
        var lines = code.Trim('\n').Split('\n');
        var indent = lines.Where(static l => l.Length > 0).Min(static l => l.Length - l.TrimStart().Length);
        return string.Join('\n', lines.Select(l => l.Length > 0 ? l[indent..] : l)) + "\n";
    }

    [GeneratedRegex("^```csharp\n(?<code>.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex CodeBlock();

    [GeneratedRegex("^ *// snippet: [^\n]*\n(?<code>.*?)^ *// end$", RegexOptions.Multiline | RegexOptions.Singleline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Marked();
}
