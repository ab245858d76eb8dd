using Reelmill.Core;
using Reelmill.Core.Running;
using Reelmill.Library;
using Reelmill.Library.Catalog;
using Reelmill.Library.Ownership;
using Reelmill.Media.Chunking;
using Reelmill.Media.Fetching;
using Reelmill.Media.Frames;
using Reelmill.Pipelines.Items;
using Reelmill.Pipelines.Runs;
using Reelmill.Pipelines.Services;
using CatalogFailure = Reelmill.Library.Catalog.ItemFailure;

namespace Reelmill.Pipelines.Chunk;

/// <summary>One run over one file: the item in the catalog, the plan, the chunks, the manifest.</summary>
internal sealed class ChunkFileRun(RunServices services, ChunkOptions options, ChunkObserver observer, ItemRun run)
{
    private const string Pipeline = "chunk";

    private readonly LibrarySession _library = run.Library;
    private readonly long _began = ChunkContext.Time.GetTimestamp();

    public async Task<(ChunkReport Report, RunRecord Record)> ExecuteAsync(ChunkInput input, CancellationToken stopping, CancellationToken cancellationToken)
    {
        var newItem = new NewItem(Pipeline, input.Source, null, input.Source == input.Path ? FrameIdentity.OfFile(services.Folder, input.Path) : null);
        await _library.Catalog.EnqueueAsync([newItem], cancellationToken).ConfigureAwait(false);
        await _library.Catalog.BeginAttemptAsync(newItem.Id, run.Id, cancellationToken).ConfigureAwait(false);
        var scratch = await _library.Artifacts.ScratchAsync(LibraryLayout.Chunks, newItem.Id, cancellationToken).ConfigureAwait(false);
        try
        {
            var (chunks, sha256) = await PrepareAsync(input, newItem.Id, scratch, cancellationToken).ConfigureAwait(false);
            var outcome = await CutAsync(chunks, sha256, stopping, cancellationToken).ConfigureAwait(false);
            await RecordAsync(newItem.Id, input.Stamp, sha256, outcome.Report, cancellationToken).ConfigureAwait(false);
            return outcome;
        }
        catch (Exception e)
        {
            await CleanUp.QuietlyAsync(() => new ValueTask(GiveBackAsync(newItem.Id, e))).ConfigureAwait(false);
            throw;
        }
        finally
        {
            CleanUp.RemoveFolder(scratch);
        }
    }

    private async Task<(ChunkContext Chunks, string Sha256)> PrepareAsync(ChunkInput input, string id, string scratch, CancellationToken cancellationToken)
    {
        LocalFile.Require("Cutting", input.Path);
        var preparer = new SourcePreparer(services.Launcher, options.Tools.Ffmpeg, options.Tools.Ffprobe, options.Limits);
        var content = SourceContent.HashAsync(input.Path, cancellationToken);
        var source = await preparer.PrepareAsync(input.Path, scratch, options.MakesFiles, cancellationToken).ConfigureAwait(false);
        if (options.Work.HasFlag(ChunkWork.Encode))
        {
            await source.MeasureScanAsync(new ScanMeter(services.Launcher, options.Tools.Ffmpeg, options.Limits), cancellationToken).ConfigureAwait(false);
        }

        var worker = new ChunkWorker(services.Launcher, options.Tools.Ffmpeg, options.Tools.Ffprobe, options.Encoding);
        return (new ChunkContext(options, observer, _library, id, input, source, worker, scratch), await content.ConfigureAwait(false));
    }

    private async Task<(ChunkReport Report, RunRecord Record)> CutAsync(
        ChunkContext chunks, string sha256, CancellationToken stopping, CancellationToken cancellationToken)
    {
        var plan = chunks.Source.Plan(options.Plan);
        chunks.Report(new PipelineInfo(
            chunks.Source.DurationSeconds, plan.Count, plan.Sum(static r => r.Frames), chunks.Source.TimeBase.ToString(), chunks.Source.IsCopy));
        var known = (await _library.Catalog.ChunksAsync(chunks.ItemId, cancellationToken).ConfigureAwait(false)).ToDictionary(static r => r.Sequence);
        ChunkItem[] all = [.. plan.Select(r => new ChunkItem(r, ChunkRecipe.FingerprintOf(run.Recipe, sha256, r), known.GetValueOrDefault(r.Sequence)))];
        Tidy(chunks, all, known.Keys);

        // Only now: what is not in the catalog any more is nobody's, and would stay.
        await _library.Catalog.TrimChunksAsync(chunks.ItemId, plan.Count, cancellationToken).ConfigureAwait(false);
        var items = new ChunkItems(all, chunks);
        var timeline = new TimelineRecorder();
        var progress = new ChunkProgress(chunks, plan.Count, timeline);
        var segments = new Dictionary<int, ChunkSegment>();
        await foreach (var segment in ChunkPipeline.Define(chunks)
            .ResultsInOrder(items, options.Workers + options.Queue + 1, OptionsOf(progress, stopping), cancellationToken).ConfigureAwait(false))
        {
            segments.Add(segment.Sequence, segment);
            chunks.Report(new ChunkCollected(segment.Sequence));
        }

        var report = progress.Report!;
        chunks.Input.RequireUnchanged();
        var rows = await _library.Catalog.ChunksAsync(chunks.ItemId, cancellationToken).ConfigureAwait(false);
        var attempts = rows.ToDictionary(static r => r.Sequence, static r => r.Attempts);
        var summary = ChunkSummary.Of(run.Id, report, chunks, items.Failures, attempts);
        var outcome = new ChunkOutcome(plan, segments, items.Failures, attempts);
        var manifest = outcome.IsComplete ? ChunkManifests.Of(chunks, run.Recipe["ffmpeg"], sha256, outcome, ChunkContext.Time.GetElapsedTime(_began)) : null;
        await ChunkManifests.WriteAsync(chunks, manifest, cancellationToken).ConfigureAwait(false);
        return (new ChunkReport(summary, chunks.ItemId, chunks.Folder, manifest), new RunRecord(summary, timeline.Finish(report), report.Stopped));
    }

    /// <summary>
    /// Removes chunks that are not of this plan and, when any is made anew, what was made of them all: neither the old
    /// manifest nor an old joined file would be true. Files that no run recorded stay.
    /// </summary>
    private void Tidy(ChunkContext chunks, ChunkItem[] items, IReadOnlyCollection<int> known)
    {
        if (!Directory.Exists(chunks.Folder))
        {
            return;
        }

        var names = options.MakesFiles
            ? items.Select(i => LibraryLayout.ChunkName(i.Range.Sequence, chunks.Extension)).ToHashSet(StringComparer.Ordinal)
            : [];
        var isDone = Array.TrueForAll(items, static i => i.Known is { Record: not null } known && known.Fingerprint == i.Fingerprint);
        foreach (var path in Directory.EnumerateFiles(chunks.Folder))
        {
            var name = Path.GetFileName(path);
            if (ArtifactShape.SequenceOf(name) is { } sequence ? known.Contains(sequence) && !names.Contains(name) : !isDone && ArtifactShape.IsOfAllChunks(name))
            {
                File.Delete(path);
            }
        }
    }

    private RunOptions<ChunkItem> OptionsOf(ChunkProgress progress, CancellationToken stopping) => new()
    {
        Mode = options.Mode,
        Stages = options.Stages,
        Stopping = stopping,
        Budgets = services.Shares,
        IdOf = ChunkProgress.IdOf,
        Events = progress,
    };

    /// <summary>The file is done when every chunk is, and failed when any of them failed.</summary>
    private async Task RecordAsync(string id, string? stamp, string sha256, ChunkReport report, CancellationToken cancellationToken)
    {
        if (report.Manifest is null)
        {
            await _library.Catalog.ReleaseAsync(id, cancellationToken).ConfigureAwait(false);
            return;
        }

        if (report.Summary.Failures is [var first, ..])
        {
            await _library.Catalog.FailAsync(id, new CatalogFailure(first.Code, first.Message), cancellationToken).ConfigureAwait(false);
            return;
        }

        var content = sha256[..SourceContent.IdDigits];
        await _library.Catalog.CompleteAsync(
            id,
            new ItemResult { Video = content, Fingerprint = run.Recipe.FingerprintOf(content), Options = run.Recipe.Json, SourceStamp = stamp },
            null,
            cancellationToken).ConfigureAwait(false);
    }

    private Task GiveBackAsync(string id, Exception cause) => cause is ItemException failure
        ? _library.Catalog.FailAsync(id, new CatalogFailure(failure.Code, failure.Message), CancellationToken.None)
        : _library.Catalog.ReleaseAsync(id, CancellationToken.None);
}
