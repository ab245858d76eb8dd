using Reelmill.Media.Chunking;
using Reelmill.Pipelines.Items;
using Reelmill.Pipelines.Runs;

namespace Reelmill.Pipelines.Chunk;

/// <summary>A file in the pipeline, with its plan and the progress of its chunks.</summary>
/// <remarks>Thread safe.</remarks>
/// <param name="identified">The item and its content.</param>
/// <param name="source">The file, prepared for cutting.</param>
/// <param name="sha256">The SHA-256 of the file.</param>
/// <param name="plan">The chunks of the file.</param>
/// <param name="folder">The folder of finished chunks.</param>
/// <param name="options">The options of the run.</param>
/// <param name="events">Receives the events.</param>
internal sealed class ChunkFile(
    IdentifiedItem identified, ChunkSource source, string sha256, IReadOnlyList<ChunkRange> plan, string folder, ChunkOptions options, ChunkEvents events)
{
    private const double Mebibyte = 1 << 20;

    private readonly Lock _gate = new();
    private readonly Dictionary<int, ChunkWorkerTally> _workers = [];
    private readonly Dictionary<int, bool> _ended = [];
    private long _began = events.Now;
    private readonly long _bytes = new FileInfo(source.Original).Length;
    private int _collected;
    private int _skipped;
    private int _failed;
    private int _queued;

    public IdentifiedItem Identified => identified;

    public PipelineItem Item => identified.Item;

    public ChunkSource Source => source;

    public string Sha256 => sha256;

    public IReadOnlyList<ChunkRange> Plan => plan;

    public string Folder => folder;

    public long Bytes => _bytes;

    /// <summary>The time since the first chunk was planned. Before, the file may have waited for other files.</summary>
    public TimeSpan Elapsed => events.Since(_began);

    /// <summary>Whether the file's completion was reported.</summary>
    public bool IsCompleteReported { get; private set; }

    /// <summary>The extension of chunk files: MP4 for encoded chunks; for copies, the container that supports the packets.</summary>
    public string Extension => options.Work.HasFlag(ChunkWork.Encode) ? ".mp4" : source.CopyExtension;

    public ChunkCounts Counts
    {
        get
        {
            lock (_gate)
            {
                return new ChunkCounts(plan.Count, _ended.Count - _skipped - _failed, _skipped, _failed);
            }
        }
    }

    public string GetPath(string file) => Path.Combine(folder, file);

    public void Report(ChunkEvent value) => events.Report(Item, value);

    /// <summary>Returns the statistics of each worker, by number.</summary>
    public IReadOnlyList<ChunkWorkerStats> WorkerStats(int workers)
    {
        lock (_gate)
        {
            return [.. Enumerable.Range(0, workers).Select(n => (_workers.GetValueOrDefault(n) ?? new ChunkWorkerTally(n)).Stats)];
        }
    }

    /// <summary>Starts the clock when work on the chunks begins.</summary>
    public void Begin() => _began = events.Now;

    public void Queue(ChunkRange range)
    {
        int waiting;
        lock (_gate)
        {
            waiting = ++_queued;
        }

        var outline = CreateOutline(range);
        Report(new ChunkQueued(range.Sequence, outline.Start, outline.End, Math.Round(outline.End - outline.Start, 6), waiting));
    }

    /// <summary>Removes a chunk from the queue count when a worker takes it.</summary>
    public void Dequeue()
    {
        lock (_gate)
        {
            _queued--;
        }
    }

    public void Skip(int sequence)
    {
        lock (_gate)
        {
            _skipped++;
        }

        Report(new ChunkSkipped(sequence));
        End(sequence, true);
    }

    public void Complete(ChunkSegment segment, int worker, double seconds)
    {
        lock (_gate)
        {
            if (!_workers.TryGetValue(worker, out var tally))
            {
                _workers.Add(worker, tally = new ChunkWorkerTally(worker));
            }

            tally.Add(segment.Bytes, seconds);
        }

        Report(new ChunkCompleted(segment.Sequence, worker, segment.Frames, segment.Bytes, Math.Round(seconds, 3)));
        End(segment.Sequence, true);
    }

    public void Fail(int sequence, string code, string message)
    {
        lock (_gate)
        {
            _failed++;
        }

        Report(new ChunkFailed(sequence, code, message));
        End(sequence, false);
    }

    /// <summary>Reports the file's progress, unless its completion was reported.</summary>
    public void ReportProgress()
    {
        lock (_gate)
        {
            if (!IsCompleteReported)
            {
                Report(CreateProgress());
            }
        }

        var (ended, total) = (CountEnded(Counts), plan.Count);
        events.Progress(new ItemProgress(Item.Input.Display, "cut", ended, total, ProgressUnit.Chunks));
    }

    /// <summary>Reports the completion, and the final progress before it.</summary>
    public void ReportComplete(PipelineComplete complete)
    {
        lock (_gate)
        {
            Report(CreateProgress());
            Report(complete);
            IsCompleteReported = true;
        }
    }

    private static int CountEnded(ChunkCounts counts) => counts.Done + counts.Skipped + counts.Failed;

    private PipelineProgress CreateProgress()
    {
        var (counts, elapsed) = (Counts, Elapsed.TotalSeconds);
        var ended = CountEnded(counts);
        return new PipelineProgress(
            counts.Done + counts.Skipped, counts.Failed, counts.Total, _queued, Math.Round(elapsed, 3),
            ended > 0 ? Math.Round(elapsed / ended * (counts.Total - ended), 1) : null,
            elapsed > 0 ? Math.Round(_bytes * ((double)ended / counts.Total) / Mebibyte / elapsed, 3) : 0);
    }

    /// <summary>Creates the manifest's entry of a finished chunk.</summary>
    public ChunkSegment CreateSegment(ChunkRange range, ChunkResult result, string? file, int attempts) => CreateOutline(range) with
    {
        File = file,
        Frames = result.Frames,
        FirstSourcePts = result.FirstPts,
        LastSourcePts = result.LastPts,
        Sha256 = result.Sha256,
        Bytes = result.Bytes,
        PicturesSha256 = result.PicturesSha256,
        PacketsSha256 = result.PacketsSha256,
        Damage = result.Damage,
        Attempts = attempts,
    };

    /// <summary>Creates the manifest's entry of a chunk before any work.</summary>
    public ChunkSegment CreateOutline(ChunkRange range) => new()
    {
        Sequence = range.Sequence,
        Start = source.ToSeconds(range.StartPts),
        End = source.ToSeconds(range.EndPts),
        StartPts = range.StartPts,
        EndPts = range.EndPts,
    };

    /// <summary>Records the end of a chunk. Chunks end in any order, and are collected in the order of the file.</summary>
    private void End(int sequence, bool success)
    {
        lock (_gate)
        {
            _ended[sequence] = success;
            while (_ended.TryGetValue(_collected, out var wasSuccessful))
            {
                _collected++;
                Report(new ChunkCollected(_collected - 1, wasSuccessful, _ended.Count - _collected, _collected));
            }
        }
    }
}
