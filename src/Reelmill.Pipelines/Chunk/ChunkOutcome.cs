using Reelmill.Core.Running;
using Reelmill.Media.Chunking;

namespace Reelmill.Pipelines.Chunk;

/// <summary>What became of the chunks of a plan.</summary>
/// <param name="Plan">The plan.</param>
/// <param name="Segments">Those that are done, by place.</param>
/// <param name="Failures">Those that failed, by place.</param>
/// <param name="Attempts">How often each was begun, over all runs.</param>
internal sealed record ChunkOutcome(
    IReadOnlyList<ChunkRange> Plan,
    IReadOnlyDictionary<int, ChunkSegment> Segments,
    IReadOnlyDictionary<int, ItemFailure> Failures,
    IReadOnlyDictionary<int, int> Attempts)
{
    /// <summary>Whether every chunk was tried.</summary>
    public bool IsComplete => Segments.Count + Failures.Count == Plan.Count;
}
