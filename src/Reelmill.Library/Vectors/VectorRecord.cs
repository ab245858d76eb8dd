namespace Reelmill.Library.Vectors;

/// <summary>A vector with what it stands for.</summary>
/// <param name="Id">What it is known by: a text that comes from content and time, 1 to 512 bytes of UTF-8.</param>
/// <param name="Vector">Its numbers; not held after the call that takes it.</param>
/// <param name="Metadata">What a search tells about it and filters by.</param>
public sealed record VectorRecord(string Id, ReadOnlyMemory<float> Vector, VectorMetadata Metadata);
