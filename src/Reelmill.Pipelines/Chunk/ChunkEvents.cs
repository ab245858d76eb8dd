using System.Collections.Concurrent;
using Reelmill.Core.Reporting;
using Reelmill.Pipelines.Items;
using Reelmill.Pipelines.Runs;

namespace Reelmill.Pipelines.Chunk;

/// <summary>Reports events of files and their chunks, and forwards the events that every run reports.</summary>
/// <param name="listener">Receives the events; may be null.</param>
/// <param name="options">The options of the run.</param>
/// <param name="observer">Receives the events that every run reports.</param>
/// <param name="time">The clock.</param>
internal sealed class ChunkEvents(IProgress<ChunkEvent>? listener, ChunkOptions options, RunObserver observer, TimeProvider time) : IProgress<RunEvent>
{
    private readonly IProgress<ChunkEvent>? _listener = observer.Errors is { } errors ? errors.Guard(listener) : listener;
    private readonly ConcurrentDictionary<string, PipelineItem> _started = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, ChunkFile> _files = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, ChunkCounts> _ended = new(StringComparer.Ordinal);

    public long Now => time.GetTimestamp();

    /// <summary>The observer for the run, which feeds this instance.</summary>
    public RunObserver Observer => observer with { Events = this, OnItem = OnItemChanged };

    public TimeSpan Since(long timestamp) => time.GetElapsedTime(timestamp);

    /// <summary>Returns the chunk counts of a file that this run processed; null for any other file.</summary>
    public ChunkCounts? FindCounts(string id) => _ended.GetValueOrDefault(id);

    public PipelineItem Begin(PipelineItem item)
    {
        if (_started.TryAdd(item.Id, item))
        {
            Report(item, new PipelineStart(options.Workers, options.Queue, options.Duration.TotalSeconds, string.Join(',', ChunkRecipe.GetProcessors(options.Work))));
        }

        return item;
    }

    public ChunkFile Open(ChunkFile file)
    {
        _files[file.Item.Id] = file;
        file.Report(new PipelineInfo(
            file.Source.DurationSeconds, file.Plan.Count, file.Plan.Sum(static r => r.Frames), file.Source.TimeBase.ToString(), file.Source.IsCopy, file.Bytes));
        return file;
    }

    public void Report(PipelineItem item, ChunkEvent value) => _listener?.Report(value with { Source = item.Input.Display });

    public void Progress(ItemProgress progress) => observer.Items?.Report(progress);

    void IProgress<RunEvent>.Report(RunEvent value)
    {
        if (value is RunProgress)
        {
            foreach (var file in _files.Values.Where(static f => !f.IsCompleteReported))
            {
                file.ReportProgress();
            }
        }

        observer.Events?.Report(value);
    }

    /// <summary>
    /// Reports how an item ended. Failed chunks were already reported with the file's completion. Only the counts of an
    /// ended file are kept.
    /// </summary>
    private void OnItemChanged(ItemChange change)
    {
        if (change is not ItemChange.Started && _started.TryRemove(change.Id, out var item))
        {
            var isReported = _files.TryRemove(change.Id, out var file) && file.IsCompleteReported;
            if (file is not null)
            {
                _ended[change.Id] = file.Counts;
            }

            if (change is ItemChange.Failed { Failure: var failure } && !isReported)
            {
                var message = item.NameInput(failure.Message);
                if (file is null)
                {
                    Report(item, new ProducerError(failure.Code, message));
                }

                Report(item, new PipelineError(failure.Code, message));
            }
        }

        observer.OnItem?.Invoke(change);
    }
}
