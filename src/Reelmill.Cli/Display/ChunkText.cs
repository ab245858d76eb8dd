using System.Globalization;
using Reelmill.Core.Reporting;
using Reelmill.Media.Chunking;
using Reelmill.Pipelines.Chunk;

namespace Reelmill.Cli.Display;

/// <summary>Writes the results of <c>chunk</c>, <c>verify</c> and <c>join</c> as text.</summary>
internal static class ChunkText
{
    private const int MaxListed = 20;

    /// <summary>Writes the chunks of each file.</summary>
    public static void Write(IReadOnlyList<ChunkOutput> outputs, TextWriter output)
    {
        foreach (var made in outputs.Take(MaxListed))
        {
            var (input, _, folder, chunks, manifest) = made;
            var others = (chunks.Skipped, chunks.Failed) switch
            {
                (0, 0) => string.Empty,
                (var skipped, 0) => $" ({skipped} already existed)",
                (0, var failed) => $" ({failed} failed)",
                var (skipped, failed) => $" ({skipped} already existed, {failed} failed)",
            };
            Line(output, $"{DisplayText.OneLine(input)}: {chunks.Total} {(chunks.Total == 1 ? "chunk" : "chunks")}{others}, {manifest.Segments.Sum(static s => s.Frames)} frames in {made.Copy ?? folder}");

            // The summary shows the first failure as that of the file.
            foreach (var segment in manifest.Segments.Where(static s => s.Error is not null).Skip(1).Take(MaxListed))
            {
                output.WriteLine($"  {segment.Error}: {DisplayText.OneLine(segment.ErrorMessage!)}");
            }

            WriteDamage(manifest, output);
        }

        if (outputs.Count > MaxListed)
        {
            Line(output, $"and {outputs.Count - MaxListed} more; --json lists all.");
        }

        if (outputs.FirstOrDefault(static o => o.Manifest.Failed == 0) is { } whole)
        {
            output.WriteLine($"To verify the chunks: reelmill verify {whole.Copy ?? whole.Folder}");
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

        output.WriteLine(verification.Holds ? "All checks passed." : "Some checks failed.");
    }

    public static void Write(ChunkJoin join, TextWriter output)
    {
        Line(output, $"{join.Frames} frames, {join.Seconds:0.000} s: {join.Path}");
        output.WriteLine(join.HasSound ? string.Create(CultureInfo.InvariantCulture, $"audio encoded once; it ends {join.DriftSeconds:+0.000;-0.000;0.000} s after the video") : "without audio");
    }

    private static void WriteDamage(ChunkManifest manifest, TextWriter output)
    {
        foreach (var segment in manifest.Segments.Where(static s => s.Damage is not null).Take(MaxListed))
        {
            Line(output, $"  damaged: chunk {segment.Sequence} ({segment.Start:0.0} to {segment.End:0.0} s): {segment.Damage}");
        }
    }

    private static void Line(TextWriter output, FormattableString text) => output.WriteLine(text.ToString(CultureInfo.InvariantCulture));
}
