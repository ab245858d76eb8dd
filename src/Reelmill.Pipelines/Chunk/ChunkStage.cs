using System.Text.Json;
using Reelmill.Core.Pipelines;
using Reelmill.Library;
using Reelmill.Media.Chunking;

namespace Reelmill.Pipelines.Chunk;

/// <summary>One worker: makes a chunk, puts its file in place and records it, or finds that all of that is done.</summary>
internal sealed class ChunkStage(ChunkContext chunks) : Stage<ChunkItem, ChunkSegment>
{
    private readonly ChunkWorkerTally _tally = chunks.AddWorker();

    public override async ValueTask ProcessAsync(ChunkItem value, StageOutput<ChunkSegment> output, CancellationToken cancellationToken)
    {
        var segment = await KnownAsync(value, cancellationToken).ConfigureAwait(false) ?? await MakeAsync(value, cancellationToken).ConfigureAwait(false);
        await output.EmitAsync(segment).ConfigureAwait(false);
    }

    /// <summary>What an earlier run made, when it is of the same source, range, options and tools and its file still has its SHA-256.</summary>
    private async ValueTask<ChunkSegment?> KnownAsync(ChunkItem item, CancellationToken cancellationToken)
    {
        if (item.Known is not { Record: { } record } known || known.Fingerprint != item.Fingerprint)
        {
            return null;
        }

        var segment = JsonSerializer.Deserialize(record, ChunkJson.Default.ChunkSegment)!;
        if (segment.File is { } file)
        {
            var path = chunks.PathOf(file);
            if (!File.Exists(path) || await SourceContent.HashAsync(path, cancellationToken).ConfigureAwait(false) != segment.Sha256)
            {
                chunks.Observer.OnNote?.Invoke($"{file} is missing or has changed; it is made again.");
                return null;
            }
        }

        chunks.Skip(segment.Sequence);
        return segment;
    }

    private async ValueTask<ChunkSegment> MakeAsync(ChunkItem item, CancellationToken cancellationToken)
    {
        var (range, began) = (item.Range, ChunkContext.Time.GetTimestamp());
        var attempt = await chunks.Catalog.BeginChunkAsync(chunks.ItemId, range.Sequence, item.Fingerprint, cancellationToken).ConfigureAwait(false);
        chunks.Report(new ChunkStarted(range.Sequence, _tally.Worker, attempt));
        var name = chunks.Options.MakesFiles ? LibraryLayout.ChunkName(range.Sequence, chunks.Extension) : null;
        var temporary = name is null ? null : Path.Combine(chunks.Scratch, name);
        try
        {
            var result = await chunks.Worker.ProcessAsync(chunks.Source, range, chunks.Options.Work, temporary, cancellationToken).ConfigureAwait(false);
            chunks.Input.RequireUnchanged();
            if (name is not null)
            {
                chunks.Artifacts.Adopt(LibraryLayout.Chunks, chunks.ItemId, name, temporary!);
            }

            var segment = chunks.SegmentOf(range, result, name, attempt);
            await chunks.Catalog.CompleteChunkAsync(
                chunks.ItemId, range.Sequence, JsonSerializer.Serialize(segment, ChunkJson.Default.ChunkSegment), cancellationToken).ConfigureAwait(false);
            var seconds = ChunkContext.Time.GetElapsedTime(began).TotalSeconds;
            _tally.Add(segment.Bytes, seconds);
            chunks.Report(new ChunkCompleted(range.Sequence, _tally.Worker, segment.Frames, segment.Bytes, Math.Round(seconds, 3)));
            return segment;
        }
        catch
        {
            DeleteIfThere(temporary);
            throw;
        }
    }

    private static void DeleteIfThere(string? path)
    {
        if (path is not null)
        {
            File.Delete(path);
        }
    }
}
