using System.Globalization;
using Reelmill.Core.Reporting;
using Reelmill.Pipelines.Chunk;
using Reelmill.Pipelines.Hls;
using Reelmill.Pipelines.Runs;

namespace Reelmill.Cli.Display;

/// <summary>Writes the summary of a run as text.</summary>
internal static class SummaryText
{
    private const int MaxListed = 20;

    /// <summary>The busy share from which a bottleneck is always shown; below it, only after a long run, because short runs are not representative.</summary>
    private const double MinBusyShare = 0.5;
    private const double MinSeconds = 10;

    /// <summary>Writes the summary.</summary>
    /// <param name="summary">The summary of the run.</param>
    /// <param name="library">The library's folder.</param>
    /// <param name="notes">Whether notes are listed, because the progress did not show them.</param>
    /// <param name="output">The writer that receives the text.</param>
    public static void Write(RunSummary summary, string library, bool notes, TextWriter output)
    {
        var items = summary.Items;
        Line(output, $"{items.Total} {(items.Total == 1 ? "input" : "inputs")}: {items.Done} done, {items.Skipped} skipped, {items.Failed} failed; {summary.ElapsedSeconds:0.0} s.");
        if (summary.Frames is { } frames)
        {
            Line(output, $"The library {library} holds {frames.Kept} of {frames.Sampled} sampled frames; {frames.Duplicates} were duplicates, {frames.Dropped - frames.Duplicates} were dropped by other rules.");
        }

        ChunkText.Write([.. (summary.Outputs ?? []).OfType<ChunkOutput>()], output);
        List(output, "Streams", [.. (summary.Outputs ?? []).OfType<HlsOutput>()], s => Describe(s, library));
        List(output, "Failed", summary.Failures, static f => $"{f.Code}: {f.Message}");
        if (notes)
        {
            List(output, "Notes", summary.Notes, static n => $"{n.Input}: {n.Text}");
        }

        foreach (var group in summary.Skips.GroupBy(static s => s.Why, StringComparer.Ordinal))
        {
            Line(output, $"Skipped {group.Count()}: {group.Key}");
        }

        if (summary.Bottleneck is { } bottleneck && (bottleneck.BusyShare >= MinBusyShare || summary.ElapsedSeconds >= MinSeconds))
        {
            Line(output, $"{bottleneck.Advice}");
        }

        if (items.Failed > 0)
        {
            Line(output, $"To retry the failed items: reelmill retry --library {library}");
        }

        if (summary.Frames is not null)
        {
            Line(output, $"To see what was kept and why: reelmill report --library {library}");
        }
    }

    private static string Describe(HlsOutput stream, string library) =>
        $"{stream.Published?.Url ?? Path.Combine(library, stream.Master)}: {string.Join(", ", stream.Renditions.Select(static r => r.Name))} of {stream.Input}";

    private static void List<T>(TextWriter output, string heading, IReadOnlyList<T> entries, Func<T, string> text)
    {
        if (entries.Count == 0)
        {
            return;
        }

        Line(output, $"{heading}:");
        foreach (var entry in entries.Take(MaxListed))
        {
            output.WriteLine($"  {DisplayText.OneLine(text(entry))}");
        }

        if (entries.Count > MaxListed)
        {
            Line(output, $"  and {entries.Count - MaxListed} more; --json lists all.");
        }
    }

    private static void Line(TextWriter output, FormattableString text) => output.WriteLine(text.ToString(CultureInfo.InvariantCulture));
}
