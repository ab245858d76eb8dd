namespace Reelmill.Library.Catalog;

/// <summary>A frame and where its video came from.</summary>
/// <param name="Source">The smallest source, by ordinal comparison, among the items with this content.</param>
/// <param name="Frame">The frame.</param>
public sealed record FrameEntry(string Source, FrameRecord Frame);
