using Reelmill.Library.Catalog;
using Reelmill.Media.Chunking;
using ItemFailure = Reelmill.Core.Running.ItemFailure;

namespace Reelmill.Pipelines.Chunk;

/// <summary>One chunk on its way through the pipeline.</summary>
/// <param name="File">Its file.</param>
/// <param name="Range">What belongs to it.</param>
/// <param name="Fingerprint">What decides its bytes.</param>
/// <param name="Known">What an earlier run left of it; null when nothing.</param>
internal sealed record ChunkItem(ChunkFile File, ChunkRange Range, string Fingerprint, ChunkRow? Known);

/// <summary>What became of a chunk.</summary>
/// <param name="File">Its file.</param>
/// <param name="Range">What belongs to it.</param>
/// <param name="Segment">What the manifest says of it; null when it failed.</param>
/// <param name="Failure">Why it failed; null when it did not.</param>
internal sealed record ChunkEnd(ChunkFile File, ChunkRange Range, ChunkSegment? Segment, ItemFailure? Failure);
