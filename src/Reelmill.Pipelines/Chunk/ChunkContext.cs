using Reelmill.Library;
using Reelmill.Library.Artifacts.Disk;
using Reelmill.Library.Catalog.Sqlite;
using Reelmill.Media.Chunking;
using Reelmill.Pipelines.Items;

namespace Reelmill.Pipelines.Chunk;

/// <summary>What the workers of one run share.</summary>
/// <param name="Options">The options.</param>
/// <param name="Observer">Who is told what happens.</param>
/// <param name="Library">The library.</param>
/// <param name="ItemId">The item that the file is in the catalog.</param>
/// <param name="Input">The file and its source.</param>
/// <param name="Source">The file, ready to be cut.</param>
/// <param name="Worker">Works on chunks.</param>
/// <param name="Scratch">A folder for unfinished files, on the library's disk.</param>
internal sealed record ChunkContext(
    ChunkOptions Options,
    ChunkObserver Observer,
    LibrarySession Library,
    string ItemId,
    ChunkInput Input,
    ChunkSource Source,
    ChunkWorker Worker,
    string Scratch)
{
    private readonly List<ChunkWorkerTally> _workers = [];
    private int _skipped;

    public SqliteCatalog Catalog => Library.Catalog;

    public DiskArtifactStore Artifacts => Library.Artifacts;

    /// <summary>The clock of what is measured.</summary>
    public static TimeProvider Time => TimeProvider.System;

    /// <summary>How many chunks were there already.</summary>
    public int Skipped => _skipped;

    public string Folder => Path.Combine(Catalog.Folder, LibraryLayout.Chunks, ItemId);

    /// <summary>Encoded chunks are MP4; copied ones what holds their packets.</summary>
    public string Extension => Options.Work.HasFlag(ChunkWork.Encode) ? ".mp4" : Source.CopyExtension;

    /// <summary>What each worker did, by number.</summary>
    public IReadOnlyList<ChunkWorkerStats> WorkerStats
    {
        get
        {
            lock (_workers)
            {
                return [.. _workers.Select(static w => w.Stats)];
            }
        }
    }

    public ChunkWorkerTally AddWorker()
    {
        lock (_workers)
        {
            var tally = new ChunkWorkerTally(_workers.Count);
            _workers.Add(tally);
            return tally;
        }
    }

    public string PathOf(string file) => Path.Combine(Folder, file);

    public void Report(ChunkEvent value) => Observer.Events?.Report(value);

    public void Skip(int sequence)
    {
        Interlocked.Increment(ref _skipped);
        Report(new ChunkSkipped(sequence));
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
        Start = SecondsOf(range.StartPts),
        End = SecondsOf(range.EndPts),
        StartPts = range.StartPts,
        EndPts = range.EndPts,
    };

    private double SecondsOf(long pts) => Source.SecondsOf(pts);
}
