using Reelmill.Media.Hls.Checking;
using Reelmill.Testing;

namespace Reelmill.Cli.Tests.Docs;

/// <summary>docs/guide/hls-check.md has every rule as it is.</summary>
public sealed class HlsRulesInDocsTests
{
    [Fact]
    public void Every_rule_is_explained_in_its_order()
    {
        var rows = Repository.Read("docs/guide/hls-check.md").Split('\n').Where(static l => l.Contains("| `", StringComparison.Ordinal) && char.IsAsciiDigit(l[2]));

        rows.ShouldBe(HlsRules.All.Select(static r =>
            FormattableString.Invariant($"| {r.Number} | `{r.Id}` | {(r.Severity == HlsSeverity.Must ? "MUST" : "SHOULD")} | {r.Requirement} |")));
    }

    [Fact]
    public void Every_number_has_rules_and_every_rule_an_id_of_its_own()
    {
        HlsRules.All.Select(static r => r.Number).Distinct().ShouldBe(Enumerable.Range(1, 17));
        HlsRules.All.DistinctBy(static r => r.Id, StringComparer.Ordinal).Count().ShouldBe(HlsRules.All.Count);
    }
}
