using Reelmill.Pipelines.Runs;

namespace Reelmill.Pipelines.Index;

/// <summary>The result of inserting images.</summary>
/// <param name="Ids">The ids of the vectors, in the order of the images; null for an image that failed.</param>
/// <param name="Run">The summary of the run, with the failures.</param>
public sealed record InsertedImages(IReadOnlyList<string?> Ids, RunSummary Run);
