using Reelmill.Pipelines.Runs;

namespace Reelmill.Pipelines.Index;

/// <summary>The result of an indexing run: its summary, and the ids of its images.</summary>
/// <param name="Run">The summary of the run, with the failed images.</param>
/// <param name="Images">The named images that are now in the collection, in the order of the inputs, including those from earlier runs.</param>
public sealed record IndexResult(RunSummary Run, IReadOnlyList<IndexedImage> Images);

/// <summary>An image in a collection.</summary>
/// <param name="Input">The file, URL or member of an archive, without secrets.</param>
/// <param name="Id">The id of the vector. Images with the same bytes and without assigned ids share one id.</param>
public sealed record IndexedImage(string Input, string Id);
