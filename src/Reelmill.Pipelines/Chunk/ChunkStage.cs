using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Reelmill.Core;
using Reelmill.Core.Running;
using Reelmill.Library;
using Reelmill.Media.Chunking;
using Reelmill.Pipelines.Items;

namespace Reelmill.Pipelines.Chunk;

/// <summary>A worker of the <c>cut</c> stage: makes a chunk, moves its file into place and records it, or skips a finished chunk.</summary>
internal sealed class ChunkStage(ChunkOptions options, ItemRun run, ChunkWorker chunker, int number) : Stage<ChunkItem, ChunkEnd>
{
    private Attempt? _failed;

    public override async ValueTask ProcessAsync(ChunkItem value, StageOutput<ChunkEnd> output, CancellationToken cancellationToken)
    {
        if (!ReferenceEquals(_failed?.Item, value))
        {
            value.File.Dequeue();
        }

        var segment = await FindFinishedAsync(value, cancellationToken).ConfigureAwait(false) ?? await MakeAsync(value, cancellationToken).ConfigureAwait(false);
        await output.EmitAsync(new ChunkEnd(value.File, value.Range, segment, null)).ConfigureAwait(false);
    }

    /// <summary>Converts a failed chunk to an outcome, so that the other chunks of the file continue.</summary>
    public override bool TryRecover(ChunkItem value, ItemFailure failure, [MaybeNullWhen(false)] out ChunkEnd result)
    {
        failure = failure with { Message = value.File.Item.NameInput(failure.Message) };
        value.File.Fail(value.Range.Sequence, failure.Code, failure.Message);
        result = new ChunkEnd(value.File, value.Range, null, failure);
        return true;
    }

    /// <summary>Returns the chunk of an earlier run if source, range, options and tools are the same, and its file still has the SHA-256.</summary>
    private async ValueTask<ChunkSegment?> FindFinishedAsync(ChunkItem item, CancellationToken cancellationToken)
    {
        if (item.Known is not { Record: { } record } known || known.Fingerprint != item.Fingerprint)
        {
            return null;
        }

        var segment = JsonSerializer.Deserialize(record, ChunkJson.Default.ChunkSegment)!;
        if (segment.File is { } file && !await SourceContent.MatchesAsync(item.File.GetPath(file), segment.Sha256, cancellationToken).ConfigureAwait(false))
        {
            run.Ledger.Note(item.File.Item.Input.Display, $"{file} is missing or has changed; making the chunk again.");
            return null;
        }

        item.File.Skip(segment.Sequence);
        return segment;
    }

    private async ValueTask<ChunkSegment> MakeAsync(ChunkItem item, CancellationToken cancellationToken)
    {
        var (file, range, began) = (item.File, item.Range, TimeProvider.System.GetTimestamp());
        var attempt = await run.Library.Catalog.BeginChunkAsync(file.Item.Id, range.Sequence, item.Fingerprint, cancellationToken).ConfigureAwait(false);
        var before = ReferenceEquals(_failed?.Item, item) ? _failed : null;
        if (before is not null)
        {
            file.Report(new ChunkRetried(range.Sequence, before.Number, Math.Round(TimeProvider.System.GetElapsedTime(before.Ended).TotalSeconds, 3), before.Reason));
        }

        file.Report(new ChunkStarted(range.Sequence, number, attempt));
        var name = options.MakesFiles ? LibraryLayout.ChunkName(range.Sequence, file.Extension) : null;
        var temporary = name is null ? null : Path.Combine(file.Item.Workspace.Scratch!, name);
        try
        {
            var result = await chunker.ProcessAsync(file.Source, range, options.Work, temporary, cancellationToken).ConfigureAwait(false);
            file.Identified.Fetched.RequireUnchanged();
            if (name is not null)
            {
                run.Library.Artifacts.Adopt(LibraryLayout.Chunks, file.Item.Id, name, temporary!);
            }

            var segment = file.CreateSegment(range, result, name, attempt);
            await run.Library.Catalog.CompleteChunkAsync(
                file.Item.Id, range.Sequence, JsonSerializer.Serialize(segment, ChunkJson.Default.ChunkSegment), cancellationToken).ConfigureAwait(false);
            file.Complete(segment, number, TimeProvider.System.GetElapsedTime(began).TotalSeconds);
            return segment;
        }
        catch (Exception e)
        {
            _failed = new Attempt(item, (before?.Number ?? 0) + 1, file.Item.NameInput(e.Message), TimeProvider.System.GetTimestamp());
            if (temporary is not null)
            {
                await CleanUp.QuietlyAsync(() => { File.Delete(temporary); return ValueTask.CompletedTask; }).ConfigureAwait(false);
            }

            throw;
        }
    }

    /// <summary>The last failed attempt.</summary>
    private sealed record Attempt(ChunkItem Item, int Number, string Reason, long Ended);
}
