using Reelmill.Library.Catalog;
using Reelmill.Media.Chunking;

namespace Reelmill.Pipelines.Chunk;

/// <summary>One chunk on its way through the pipeline.</summary>
/// <param name="Range">What belongs to it.</param>
/// <param name="Fingerprint">What decides its bytes.</param>
/// <param name="Known">What an earlier run left of it; null when nothing.</param>
internal sealed record ChunkItem(ChunkRange Range, string Fingerprint, ChunkRow? Known);
