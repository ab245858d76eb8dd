namespace Reelmill.Library.Catalog;

/// <summary>The catalog's record of one chunk of an item.</summary>
/// <param name="Sequence">The chunk's number, from 0.</param>
/// <param name="Fingerprint">The hash of the source, the chunk's range, the processing and the tools.</param>
/// <param name="Attempts">How many attempts have begun.</param>
/// <param name="Record">The chunk's description, as JSON; null until the chunk is done.</param>
public sealed record ChunkRow(int Sequence, string Fingerprint, int Attempts, string? Record);
