using System.Globalization;
using Reelmill.Core.Reporting;
using Reelmill.Pipelines.Chunk;
using Reelmill.Pipelines.Runs;

namespace Reelmill.Cli.Display;

/// <summary>What came out of a run, for a person.</summary>
internal static class SummaryText
{
    private const int MostListed = 20;

    /// <summary>A run in which no stage was busy for half of the time says something only when it took a while.</summary>
    private const double Busy = 0.5;
    private const double LongEnough = 10;

    /// <summary>Writes it.</summary>
    /// <param name="summary">What came out.</param>
    /// <param name="library">The library's folder.</param>
    /// <param name="notes">Whether remarks are listed, because nobody was told of them before.</param>
    /// <param name="output">Where to.</param>
    public static void Write(RunSummary summary, string library, bool notes, TextWriter output)
    {
        var items = summary.Items;
        Line(output, $"{items.Total} {(items.Total == 1 ? "input" : "inputs")}: {items.Done} done, {items.Skipped} skipped, {items.Failed} failed; {summary.ElapsedSeconds:0.0} s.");
        if (summary.Frames is { } frames)
        {
            Line(output, $"The library {library} holds {frames.Kept} of {frames.Sampled} sampled frames; {frames.Duplicates} were duplicates, {frames.Dropped - frames.Duplicates} were dropped by other rules.");
        }

        ChunkText.Write([.. (summary.Outputs ?? []).OfType<ChunkOutput>()], output);
        List(output, "Failed", summary.Failures, static f => $"{f.Code}: {f.Message}");
        if (notes)
        {
            List(output, "Notes", summary.Notes, static n => $"{n.Input}: {n.Text}");
        }

        foreach (var group in summary.Skips.GroupBy(static s => s.Why, StringComparer.Ordinal))
        {
            Line(output, $"Skipped {group.Count()}: {group.Key}");
        }

        if (summary.Bottleneck is { } bottleneck && (bottleneck.BusyShare >= Busy || summary.ElapsedSeconds >= LongEnough))
        {
            Line(output, $"{bottleneck.Advice}");
        }

        if (items.Failed > 0)
        {
            Line(output, $"To try the failed ones again: reelmill retry --library {library}");
        }

        if (summary.Frames is not null)
        {
            Line(output, $"To see what was kept and why: reelmill report --library {library}");
        }
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
            output.WriteLine($"  {DisplayText.OneLine(text(entry))}");
        }

        if (entries.Count > MostListed)
        {
            Line(output, $"  and {entries.Count - MostListed} more; --json lists all.");
        }
    }

    private static void Line(TextWriter output, FormattableString text) => output.WriteLine(text.ToString(CultureInfo.InvariantCulture));
}
