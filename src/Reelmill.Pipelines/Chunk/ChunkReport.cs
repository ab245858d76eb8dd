using Reelmill.Media.Chunking;
using Reelmill.Pipelines.Runs;

namespace Reelmill.Pipelines.Chunk;

/// <summary>What a run of <c>chunk</c> did.</summary>
/// <param name="Summary">The run; its items are the chunks.</param>
/// <param name="Id">The id of the file in the library.</param>
/// <param name="Folder">Where the chunks are.</param>
/// <param name="Manifest">The manifest; null when the run was stopped before every chunk was tried, and none was written.</param>
public sealed record ChunkReport(RunSummary Summary, string Id, string Folder, ChunkManifest? Manifest);
