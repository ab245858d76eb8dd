using Reelmill.Media.Hls.Checking;

namespace Reelmill.Cli.Tests.Docs;

/// <summary>docs/guide/hls-check.md lists every rule word for word.</summary>
public sealed class HlsRulesInDocsTests
{
    [Fact]
    public void Every_rule_is_documented_in_order()
    {
        var rows = Repository.Read("docs/guide/hls-check.md").Split('\n').Where(static l => l.Contains("| `", StringComparison.Ordinal) && char.IsAsciiDigit(l[2]));

        rows.ShouldBe(HlsRules.All.Select(static r =>
            FormattableString.Invariant($"| {r.Number} | `{r.Id}` | {(r.Severity == HlsSeverity.Must ? "MUST" : "SHOULD")} | {r.Requirement} |")));
    }

    [Fact]
    public void Rule_numbers_have_no_gaps_and_rule_ids_are_unique()
    {
        HlsRules.All.Select(static r => r.Number).Distinct().ShouldBe(Enumerable.Range(1, 17));
        HlsRules.All.DistinctBy(static r => r.Id, StringComparer.Ordinal).Count().ShouldBe(HlsRules.All.Count);
    }
}
