using System.Text.Json;
using Reelmill.Library.Artifacts.Disk;
using Reelmill.Media.Chunking;

namespace Reelmill.Pipelines.Chunk;

/// <summary>Makes and writes the manifest of a run.</summary>
internal static class ChunkManifests
{
    private const double BitsPerByte = 8;
    private const double Mega = 1e6;

    public static ChunkManifest Of(ChunkContext chunks, string ffmpeg, string sha256, ChunkOutcome outcome, TimeSpan elapsed)
    {
        var options = chunks.Options;
        var bytes = new FileInfo(chunks.Source.Original).Length;
        ChunkSegment[] all = [.. outcome.Plan.Select(r => outcome.Segments.GetValueOrDefault(r.Sequence) ?? FailedOf(chunks, r, outcome))];
        return new ChunkManifest
        {
            Source = chunks.Input.Name,
            SourceBytes = bytes,
            SourceSha256 = sha256,
            SourceDuration = chunks.Source.DurationSeconds,
            TimeBase = chunks.Source.TimeBase.ToString(),
            ChunkDuration = options.Duration.TotalSeconds,
            Aligned = ChunkRecipe.AlignmentOf(options.Plan),
            Processors = ChunkRecipe.ProcessorsOf(options.Work),
            Encoding = options.Work.HasFlag(ChunkWork.Encode) ? options.Encoding : null,
            Ffmpeg = ffmpeg,
            TotalChunks = outcome.Plan.Count,
            Processed = outcome.Segments.Count,
            Failed = outcome.Failures.Count,
            Retries = all.Sum(static s => Math.Max(0, s.Attempts - 1)),
            ElapsedTime = Math.Round(elapsed.TotalSeconds, 3),
            ThroughputMbps = Throughput(chunks, all, bytes, elapsed),
            WorkerStats = chunks.WorkerStats,
            Segments = all,
        };
    }

    /// <summary>Writes the manifest, or, when the run was stopped, removes the one before: it is no longer true.</summary>
    public static async Task WriteAsync(ChunkContext chunks, ChunkManifest? manifest, CancellationToken cancellationToken)
    {
        var path = chunks.PathOf(ChunkManifest.FileName);
        if (manifest is null)
        {
            File.Delete(path);
            return;
        }

        await AtomicFile.WriteAsync(
            path, (stream, token) => JsonSerializer.SerializeAsync(stream, manifest, ChunkJson.Readable.ChunkManifest, token), cancellationToken).ConfigureAwait(false);
        chunks.Report(new PipelineComplete(manifest.Processed, manifest.Failed, manifest.ElapsedTime, manifest.ThroughputMbps, path));
    }

    private static double Throughput(ChunkContext chunks, ChunkSegment[] segments, long bytes, TimeSpan elapsed)
    {
        var share = Math.Min(1, (segments[^1].End - segments[0].Start) / chunks.Source.DurationSeconds);
        return elapsed > TimeSpan.Zero ? Math.Round(bytes * share * BitsPerByte / Mega / elapsed.TotalSeconds, 3) : 0;
    }

    private static ChunkSegment FailedOf(ChunkContext chunks, ChunkRange range, ChunkOutcome outcome) => chunks.Outline(range) with
    {
        Attempts = outcome.Attempts.GetValueOrDefault(range.Sequence),
        Error = outcome.Failures[range.Sequence].Code,
        ErrorMessage = outcome.Failures[range.Sequence].Message,
    };
}
