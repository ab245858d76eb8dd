using Reelmill.Media.Chunking;
using Reelmill.Pipelines.Items;
using Reelmill.Pipelines.Runs;

namespace Reelmill.Pipelines.Chunk;

/// <summary>One file on its way through the pipeline: what it is, its plan, and how far its chunks are.</summary>
/// <remarks>Safe for any number of workers.</remarks>
/// <param name="identified">The item that it is, and its content.</param>
/// <param name="source">The file, ready to be cut.</param>
/// <param name="sha256">Its SHA-256.</param>
/// <param name="plan">Its chunks.</param>
/// <param name="folder">Where finished chunks are.</param>
/// <param name="options">The options of the run.</param>
/// <param name="told">Who is told what happens.</param>
internal sealed class ChunkFile(
    IdentifiedItem identified, ChunkSource source, string sha256, IReadOnlyList<ChunkRange> plan, string folder, ChunkOptions options, ChunkEvents told)
{
    private const double Mebibyte = 1 << 20;

    private readonly Lock _gate = new();
    private readonly Dictionary<int, ChunkWorkerTally> _workers = [];
    private readonly Dictionary<int, bool> _ended = [];
    private long _began = told.Now;
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

    /// <summary>Since its first chunk was planned: before, it may have waited for other files.</summary>
    public TimeSpan Elapsed => told.Since(_began);

    /// <summary>Whether its end was told.</summary>
    public bool IsToldComplete { get; private set; }

    /// <summary>Encoded chunks are MP4; copied ones what holds their packets.</summary>
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

    public string PathOf(string file) => Path.Combine(folder, file);

    public void Report(ChunkEvent value) => told.Report(Item, value);

    /// <summary>What each worker did, by number.</summary>
    public IReadOnlyList<ChunkWorkerStats> WorkerStats(int workers)
    {
        lock (_gate)
        {
            return [.. Enumerable.Range(0, workers).Select(n => (_workers.GetValueOrDefault(n) ?? new ChunkWorkerTally(n)).Stats)];
        }
    }

    /// <summary>The work on its chunks begins.</summary>
    public void Begin() => _began = told.Now;

    public void Queue(ChunkRange range)
    {
        int waiting;
        lock (_gate)
        {
            waiting = ++_queued;
        }

        var outline = Outline(range);
        Report(new ChunkQueued(range.Sequence, outline.Start, outline.End, Math.Round(outline.End - outline.Start, 6), waiting));
    }

    /// <summary>A worker has taken a chunk out of the queue.</summary>
    public void Take()
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

    /// <summary>Tells how far the file is, unless its end was told.</summary>
    public void ReportProgress()
    {
        lock (_gate)
        {
            if (!IsToldComplete)
            {
                Report(Progress());
            }
        }

        var (ended, total) = (Ended(Counts), plan.Count);
        told.Progress(new ItemProgress(Item.Input.Display, "cut", ended, total, ProgressUnit.Chunks));
    }

    /// <summary>Tells the end, and how far the file was just before.</summary>
    public void ReportComplete(PipelineComplete complete)
    {
        lock (_gate)
        {
            Report(Progress());
            Report(complete);
            IsToldComplete = true;
        }
    }

    private static int Ended(ChunkCounts counts) => counts.Done + counts.Skipped + counts.Failed;

    private PipelineProgress Progress()
    {
        var (counts, elapsed) = (Counts, Elapsed.TotalSeconds);
        var ended = Ended(counts);
        return new PipelineProgress(
            counts.Done + counts.Skipped, counts.Failed, counts.Total, _queued, Math.Round(elapsed, 3),
            ended > 0 ? Math.Round(elapsed / ended * (counts.Total - ended), 1) : null,
            elapsed > 0 ? Math.Round(_bytes * ((double)ended / counts.Total) / Mebibyte / elapsed, 3) : 0);
    }

    /// <summary>What the manifest says of a chunk.</summary>
    public ChunkSegment SegmentOf(ChunkRange range, ChunkResult result, string? file, int attempts) => Outline(range) with
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

    /// <summary>What is known of a chunk before any work.</summary>
    public ChunkSegment Outline(ChunkRange range) => new()
    {
        Sequence = range.Sequence,
        Start = source.SecondsOf(range.StartPts),
        End = source.SecondsOf(range.EndPts),
        StartPts = range.StartPts,
        EndPts = range.EndPts,
    };

    /// <summary>Chunks end in any order and are collected in that of the file.</summary>
    private void End(int sequence, bool success)
    {
        lock (_gate)
        {
            _ended[sequence] = success;
            while (_ended.TryGetValue(_collected, out var was))
            {
                _collected++;
                Report(new ChunkCollected(_collected - 1, was, _ended.Count - _collected, _collected));
            }
        }
    }
}
