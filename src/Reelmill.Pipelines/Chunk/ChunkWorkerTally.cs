using Reelmill.Media.Chunking;

namespace Reelmill.Pipelines.Chunk;

/// <summary>Counts the work of one worker. Only that worker writes; the counts are read when the run has ended.</summary>
internal sealed class ChunkWorkerTally(int worker)
{
    private int _chunks;
    private long _bytes;
    private double _seconds;

    public int Worker => worker;

    public ChunkWorkerStats Stats => new(worker, _chunks, _bytes, Math.Round(_seconds, 3));

    public void Add(long bytes, double seconds)
    {
        _chunks++;
        _bytes += bytes;
        _seconds += seconds;
    }
}
