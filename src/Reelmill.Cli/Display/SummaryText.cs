using System.Globalization;
using Reelmill.Pipelines.Runs;

namespace Reelmill.Cli.Display;

/// <summary>What came out of a run, for a person.</summary>
internal static class SummaryText
{
    private const int MostListed = 20;

    public static void Write(RunSummary summary, string library, TextWriter output)
    {
        var (items, frames) = (summary.Items, summary.Frames);
        Line(output, $"{items.Done} of {items.Total} inputs done in {summary.ElapsedSeconds:0.0} s; {items.Skipped} skipped, {items.Failed} failed.");
        Line(output, $"The library {library} holds {frames.Kept} of {frames.Sampled} sampled frames; {frames.Duplicates} were duplicates, {frames.Dropped - frames.Duplicates} dark, bright, flat or blurred.");
        List(output, "Failed", summary.Failures, static f => $"{f.Input}: {f.Code}: {f.Message}");
        List(output, "Skipped", summary.Skips, static s => $"{s.Input}: {s.Why}");
        if (summary.Bottleneck is { } bottleneck)
        {
            Line(output, $"{bottleneck.Advice}");
        }

        if (items.Failed > 0)
        {
            Line(output, $"To try the failed ones again: reelmill retry --library {library}");
        }

        Line(output, $"To see what was kept and why: reelmill report --library {library}");
    }

    private static void List<T>(TextWriter output, string heading, IReadOnlyList<T> entries, Func<T, string> text)
    {
        if (entries.Count == 0)
        {
            return;
        }

        Line(output, $"{heading}:");
        foreach (var entry in entries.Take(MostListed))
        {
            output.WriteLine($"  {text(entry)}");
        }

        if (entries.Count > MostListed)
        {
            Line(output, $"  and {entries.Count - MostListed} more; --json lists all.");
        }
    }

    private static void Line(TextWriter output, FormattableString text) => output.WriteLine(text.ToString(CultureInfo.InvariantCulture));
}
