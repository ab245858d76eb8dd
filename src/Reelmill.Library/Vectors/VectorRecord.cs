namespace Reelmill.Library.Vectors;

/// <summary>A vector with its id and metadata.</summary>
/// <param name="Id">The record's id: a string derived from content and time, 1 to 512 bytes of UTF-8.</param>
/// <param name="Vector">The vector; the store does not keep this memory after the call returns.</param>
/// <param name="Metadata">The metadata that searches return and filter by.</param>
public sealed record VectorRecord(string Id, ReadOnlyMemory<float> Vector, VectorMetadata Metadata);
