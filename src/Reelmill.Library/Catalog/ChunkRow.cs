namespace Reelmill.Library.Catalog;

/// <summary>What the catalog knows of one chunk of an item.</summary>
/// <param name="Sequence">Its place, from 0.</param>
/// <param name="Fingerprint">The hash of its source, its range, what is made of it and by which tools.</param>
/// <param name="Attempts">How many attempts have begun.</param>
/// <param name="Record">What is kept about it, as JSON; null until it is done.</param>
public sealed record ChunkRow(int Sequence, string Fingerprint, int Attempts, string? Record);
