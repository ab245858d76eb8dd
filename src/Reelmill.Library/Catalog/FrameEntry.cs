namespace Reelmill.Library.Catalog;

/// <summary>A frame with the source of its video.</summary>
/// <param name="Source">The first source, in ordinal order, among the items with this content.</param>
/// <param name="Frame">The frame.</param>
public sealed record FrameEntry(string Source, FrameRecord Frame);
