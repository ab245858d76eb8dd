using System.Globalization;
using Reelmill.Core.Reporting;
using Reelmill.Media.Chunking;
using Reelmill.Pipelines.Chunk;

namespace Reelmill.Cli.Display;

/// <summary>What became of chunks, for a person.</summary>
internal static class ChunkText
{
    private const int MostListed = 20;

    public static void Write(ChunkReport report, TextWriter output)
    {
        var items = report.Summary.Items;
        Line(output, $"{items.Total} chunks: {items.Done} done, {items.Skipped} skipped, {items.Failed} failed; {report.Summary.ElapsedSeconds:0.0} s.");
        foreach (var failure in report.Summary.Failures.Take(MostListed))
        {
            output.WriteLine($"  {failure.Code}: {ShownText.OneLine(failure.Message)}");
        }

        foreach (var note in report.Summary.Notes)
        {
            output.WriteLine($"  {ShownText.OneLine(note.Input)}: {note.Text}");
        }

        if (report.Manifest is { } manifest)
        {
            Line(output, $"{manifest.Segments.Sum(static s => s.Frames)} frames in {report.Folder}");
            WriteDamage(manifest, output);
            if (manifest.Failed == 0)
            {
                output.WriteLine($"To prove it: reelmill verify {report.Folder}");
            }
        }
    }

    public static void Write(ChunkVerification verification, TextWriter output)
    {
        foreach (var check in verification.Checks)
        {
            output.WriteLine($"{(check.Holds ? "ok    " : "WRONG ")} {check.Name,-22} {check.Detail}");
        }

        foreach (var remark in verification.Remarks)
        {
            output.WriteLine($"note   {remark}");
        }

        output.WriteLine(verification.Holds ? "Everything that could be checked holds." : "Not everything holds.");
    }

    public static void Write(ChunkJoin join, TextWriter output)
    {
        Line(output, $"{join.Frames} frames, {join.Seconds:0.000} s: {join.Path}");
        output.WriteLine(join.HasSound ? string.Create(CultureInfo.InvariantCulture, $"sound encoded once; it ends {join.DriftSeconds:+0.000;-0.000;0.000} s after the video") : "without sound");
    }

    private static void WriteDamage(ChunkManifest manifest, TextWriter output)
    {
        foreach (var segment in manifest.Segments.Where(static s => s.Damage is not null).Take(MostListed))
        {
            Line(output, $"damaged  chunk {segment.Sequence} ({segment.Start:0.0} to {segment.End:0.0} s): {segment.Damage}");
        }
    }

    private static void Line(TextWriter output, FormattableString text) => output.WriteLine(text.ToString(CultureInfo.InvariantCulture));
}
