using System.Text.Json;
using Reelmill.Library.Files;
using Reelmill.Media.Chunking;
using Reelmill.Media.Fetching;

namespace Reelmill.Pipelines.Chunk;

/// <summary>Creates and writes the manifest of a file.</summary>
internal static class ChunkManifests
{
    private const double BitsPerByte = 8;
    private const double Mega = 1e6;

    public static ChunkManifest Create(
        ChunkOptions options, ChunkFile file, string ffmpeg, IReadOnlyList<ChunkEnd> ends, IReadOnlyDictionary<int, int> attempts, IReadOnlyList<ChunkWorkerStats> workers)
    {
        ChunkSegment[] all = [.. ends.Select(e => e.Segment ?? CreateFailed(e, attempts.GetValueOrDefault(e.Range.Sequence)))];
        return new ChunkManifest
        {
            Source = file.Item.Input is { Kind: InputKind.File } input ? input.Source : file.Item.Input.Display,
            SourceBytes = file.Bytes,
            SourceSha256 = file.Sha256,
            SourceDuration = file.Source.DurationSeconds,
            TimeBase = file.Source.TimeBase.ToString(),
            ChunkDuration = options.Duration.TotalSeconds,
            Aligned = ChunkRecipe.GetAlignment(options.Plan),
            Processors = ChunkRecipe.GetProcessors(options.Work),
            Encoding = options.Work.HasFlag(ChunkWork.Encode) ? options.Encoding : null,
            Ffmpeg = ffmpeg,
            TotalChunks = all.Length,
            Processed = ends.Count(static e => e.Segment is not null),
            Failed = ends.Count(static e => e.Failure is not null),
            Retries = all.Sum(static s => Math.Max(0, s.Attempts - 1)),
            ElapsedTime = Math.Round(file.Elapsed.TotalSeconds, 3),
            ThroughputMbps = MeasureThroughput(file, all),
            WorkerStats = workers,
            Segments = all,
        };
    }

    /// <summary>Writes the manifest.</summary>
    public static async Task WriteAsync(ChunkFile file, ChunkManifest manifest, CancellationToken cancellationToken)
    {
        await AtomicFile.WriteAsync(
            file.GetPath(ChunkManifest.FileName), (stream, token) => JsonSerializer.SerializeAsync(stream, manifest, ChunkJson.Readable.ChunkManifest, token), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Reports the completion of a file.</summary>
    public static void Report(ChunkFile file, ChunkManifest manifest) => file.ReportComplete(
        new PipelineComplete(manifest.Processed, manifest.Failed, manifest.ElapsedTime, manifest.ThroughputMbps, file.GetPath(ChunkManifest.FileName)));

    private static double MeasureThroughput(ChunkFile file, ChunkSegment[] segments)
    {
        var share = Math.Min(1, (segments[^1].End - segments[0].Start) / file.Source.DurationSeconds);
        var elapsed = file.Elapsed;
        return elapsed > TimeSpan.Zero ? Math.Round(file.Bytes * share * BitsPerByte / Mega / elapsed.TotalSeconds, 3) : 0;
    }

    private static ChunkSegment CreateFailed(ChunkEnd end, int attempts) => end.File.CreateOutline(end.Range) with
    {
        Attempts = attempts,
        Error = end.Failure!.Code,
        ErrorMessage = end.Failure.Message,
    };
}
