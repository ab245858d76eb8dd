using System.Collections.Concurrent;
using Reelmill.Core.Reporting;
using Reelmill.Pipelines.Items;
using Reelmill.Pipelines.Runs;

namespace Reelmill.Pipelines.Chunk;

/// <summary>Tells what happens to files and their chunks, beside what every run tells of its items.</summary>
/// <param name="listener">Who is told; nobody when null.</param>
/// <param name="options">The options of the run.</param>
/// <param name="observer">Who is told what every run tells.</param>
/// <param name="time">The clock.</param>
internal sealed class ChunkEvents(IProgress<ChunkEvent>? listener, ChunkOptions options, RunObserver observer, TimeProvider time) : IProgress<RunEvent>
{
    private readonly IProgress<ChunkEvent>? _listener = observer.Errors is { } errors ? errors.Guard(listener) : listener;
    private readonly ConcurrentDictionary<string, PipelineItem> _begun = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, ChunkFile> _files = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, ChunkCounts> _ended = new(StringComparer.Ordinal);

    public long Now => time.GetTimestamp();

    /// <summary>The observer of the run.</summary>
    public RunObserver Observer => observer with { Events = this, OnItem = Tell };

    public TimeSpan Since(long timestamp) => time.GetElapsedTime(timestamp);

    /// <summary>The chunks of a file that was worked on, by how they ended; null for any other.</summary>
    public ChunkCounts? CountsOf(string id) => _ended.GetValueOrDefault(id);

    public PipelineItem Begin(PipelineItem item)
    {
        if (_begun.TryAdd(item.Id, item))
        {
            Report(item, new PipelineStart(options.Workers, options.Queue, options.Duration.TotalSeconds, string.Join(',', ChunkRecipe.ProcessorsOf(options.Work))));
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
            foreach (var file in _files.Values.Where(static f => !f.IsToldComplete))
            {
                file.ReportProgress();
            }
        }

        observer.Events?.Report(value);
    }

    /// <summary>A file of which chunks failed was told to be complete. What is left of a file that has ended is small.</summary>
    private void Tell(ItemChange change)
    {
        if (change is not ItemChange.Started && _begun.TryRemove(change.Id, out var item))
        {
            var isTold = _files.TryRemove(change.Id, out var file) && file.IsToldComplete;
            if (file is not null)
            {
                _ended[change.Id] = file.Counts;
            }

            if (change is ItemChange.Failed { Failure: var failure } && !isTold)
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
