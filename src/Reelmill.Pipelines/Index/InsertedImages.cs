using Reelmill.Pipelines.Runs;

namespace Reelmill.Pipelines.Index;

/// <summary>What became of images that were inserted.</summary>
/// <param name="Ids">The ids of their vectors, in the order of the images; null for one that failed.</param>
/// <param name="Run">What the run did, with why images failed.</param>
public sealed record InsertedImages(IReadOnlyList<string?> Ids, RunSummary Run);
