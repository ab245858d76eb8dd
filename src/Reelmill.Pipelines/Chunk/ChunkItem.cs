using Reelmill.Library.Catalog;
using Reelmill.Media.Chunking;
using ItemFailure = Reelmill.Core.Running.ItemFailure;

namespace Reelmill.Pipelines.Chunk;

/// <summary>A chunk to process.</summary>
/// <param name="File">The file of the chunk.</param>
/// <param name="Range">The range of the chunk.</param>
/// <param name="Fingerprint">The hash of everything that affects the chunk's bytes.</param>
/// <param name="Known">The chunk's row from an earlier run; null without one.</param>
internal sealed record ChunkItem(ChunkFile File, ChunkRange Range, string Fingerprint, ChunkRow? Known);

/// <summary>The outcome of a chunk.</summary>
/// <param name="File">The file of the chunk.</param>
/// <param name="Range">The range of the chunk.</param>
/// <param name="Segment">The manifest's entry; null when the chunk failed.</param>
/// <param name="Failure">The failure; null when the chunk is finished.</param>
internal sealed record ChunkEnd(ChunkFile File, ChunkRange Range, ChunkSegment? Segment, ItemFailure? Failure);
