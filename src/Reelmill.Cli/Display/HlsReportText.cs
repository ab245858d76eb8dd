using System.Globalization;
using Reelmill.Media.Hls.Checking;

namespace Reelmill.Cli.Display;

/// <summary>What a check of a stream found, for a person.</summary>
internal static class HlsReportText
{
    private static readonly string[] Head = ["variant", "picture", "rate", "codecs", "segments", "average kb/s", "declared", "peak kb/s", "declared"];

    public static void Write(HlsReport report, TextWriter output)
    {
        WriteVariants(report.Variants, output);
        foreach (var rule in report.Findings.GroupBy(static f => f.Rule, StringComparer.Ordinal))
        {
            var known = HlsRules.All.Single(r => r.Id == rule.Key);
            Line(output, $"{(known.Severity == HlsSeverity.Must ? "MUST  " : "SHOULD")} {known.Number,2} {known.Id}: {known.Requirement}");
            foreach (var finding in rule)
            {
                Line(output, $"          {finding.File}: {finding.Message}");
            }
        }

        var verdict = report.Failed > 0 ? "FAILED" : report.Warnings > 0 ? "passed with warnings" : "passed";
        Line(output, $"{report.Location}: {verdict}: {report.Passed} rules kept, {report.Failed} failed, {report.Warnings} warnings.");
    }

    private static void WriteVariants(IReadOnlyList<VariantMeasurement> variants, TextWriter output)
    {
        string[][] rows = [Head, .. variants.Select(Row)];
        var widths = Enumerable.Range(0, Head.Length).Select(column => rows.Max(r => r[column].Length)).ToArray();
        foreach (var row in rows)
        {
            output.WriteLine(string.Join("  ", row.Select((cell, column) => cell.PadRight(widths[column]))).TrimEnd());
        }

        output.WriteLine();
    }

    private static string[] Row(VariantMeasurement variant) =>
    [
        variant.Playlist,
        variant.Resolution?.ToString() ?? "-",
        variant.FrameRate?.ToString("0.###", CultureInfo.InvariantCulture) ?? "-",
        variant.Codecs ?? "-",
        variant.Segments.ToString(CultureInfo.InvariantCulture),
        Kilo(variant.Average),
        Kilo(variant.DeclaredAverage),
        Kilo(variant.Peak),
        Kilo(variant.DeclaredPeak),
    ];

    private static string Kilo(long? bits) => bits is { } value ? (value / 1000.0).ToString("0.#", CultureInfo.InvariantCulture) : "-";

    private static void Line(TextWriter output, FormattableString text) => output.WriteLine(text.ToString(CultureInfo.InvariantCulture));
}
