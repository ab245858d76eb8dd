namespace Reelmill.Media.Hls.Checking;

/// <summary>What a check found.</summary>
/// <param name="Location">What was checked.</param>
/// <param name="Passed">How many rules nothing breaks; those that do not apply are among them.</param>
/// <param name="Failed">How many rules of the severity <see cref="HlsSeverity.Must"/> are broken.</param>
/// <param name="Warnings">How many rules of the severity <see cref="HlsSeverity.Should"/> are broken.</param>
/// <param name="Findings">Where they are broken, in the rules' order; at most 5 for each rule and file, and 20 for each rule.</param>
/// <param name="Variants">What was measured.</param>
public sealed record HlsReport(
    string Location,
    int Passed,
    int Failed,
    int Warnings,
    IReadOnlyList<HlsFinding> Findings,
    IReadOnlyList<VariantMeasurement> Variants)
{
    private const int MostInFile = 5;
    private const int MostOfRule = 20;

    internal static HlsReport Of(string location, IEnumerable<HlsFinding> findings, IReadOnlyList<VariantMeasurement> variants)
    {
        var all = findings.ToArray();
        var broken = all.DistinctBy(static f => f.Rule, StringComparer.Ordinal).ToArray();
        return new HlsReport(
            location,
            HlsRules.All.Count - broken.Length,
            broken.Count(static f => f.Severity == HlsSeverity.Must),
            broken.Count(static f => f.Severity == HlsSeverity.Should),
            [
                .. all.GroupBy(static f => f.Rule, StringComparer.Ordinal).SelectMany(static rule => Shortened(
                    [.. rule.GroupBy(static f => f.File, StringComparer.Ordinal).SelectMany(static file => Shortened([.. file], MostInFile))], MostOfRule)),
            ],
            variants);
    }

    private static HlsFinding[] Shortened(HlsFinding[] alike, int most) => alike.Length <= most
        ? alike
        : [.. alike[..(most - 1)], alike[most - 1] with { Message = FormattableString.Invariant($"... and {alike.Length - most + 1} more like these") }];
}
