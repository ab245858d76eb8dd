using Reelmill.Pipelines.Runs;

namespace Reelmill.Pipelines.Index;

/// <summary>What a run did, and under which ids its pictures are found.</summary>
/// <param name="Run">What the run did; failed pictures are in it.</param>
/// <param name="Pictures">The pictures that are in the collection now, in the order in which they were named; those of earlier runs too.</param>
public sealed record IndexResult(RunSummary Run, IReadOnlyList<IndexedPicture> Pictures);

/// <summary>A picture that is in a collection.</summary>
/// <param name="Input">The file, URL or member of an archive, without secrets.</param>
/// <param name="Id">The id of its vector. Pictures with the same bytes and no ids of their own have one.</param>
public sealed record IndexedPicture(string Input, string Id);
