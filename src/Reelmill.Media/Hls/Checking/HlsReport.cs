namespace Reelmill.Media.Hls.Checking;

/// <summary>The result of an HLS check.</summary>
/// <param name="Location">The location that was checked.</param>
/// <param name="Passed">The number of rules without a violation, including rules that do not apply.</param>
/// <param name="Failed">The number of broken rules of severity <see cref="HlsSeverity.Must"/>.</param>
/// <param name="Warnings">The number of broken rules of severity <see cref="HlsSeverity.Should"/>.</param>
/// <param name="Findings">The violations in rule order; at most 5 for each rule and file, and 20 for each rule.</param>
/// <param name="Variants">The measured values of each variant.</param>
public sealed record HlsReport(
    string Location,
    int Passed,
    int Failed,
    int Warnings,
    IReadOnlyList<HlsFinding> Findings,
    IReadOnlyList<VariantMeasurement> Variants)
{
    private const int MaxPerFile = 5;
    private const int MaxPerRule = 20;

    internal static HlsReport Create(string location, IEnumerable<HlsFinding> violations, IReadOnlyList<VariantMeasurement> variants)
    {
        var all = violations.ToArray();
        var broken = all.DistinctBy(static f => f.Rule, StringComparer.Ordinal).ToArray();
        return new HlsReport(
            location,
            HlsRules.All.Count - broken.Length,
            broken.Count(static f => f.Severity == HlsSeverity.Must),
            broken.Count(static f => f.Severity == HlsSeverity.Should),
            [
                .. all.GroupBy(static f => f.Rule, StringComparer.Ordinal).SelectMany(static rule => Truncate(
                    [.. rule.GroupBy(static f => f.File, StringComparer.Ordinal).SelectMany(static file => Truncate([.. file], MaxPerFile))], MaxPerRule)),
            ],
            variants);
    }

    private static HlsFinding[] Truncate(HlsFinding[] findings, int max) => findings.Length <= max
        ? findings
        : [.. findings[..(max - 1)], findings[max - 1] with { Message = FormattableString.Invariant($"... and {findings.Length - max + 1} more like these") }];
}
