namespace Reelmill.Library.Catalog;

/// <summary>Why an item failed.</summary>
/// <param name="Code">A stable name in snake case.</param>
/// <param name="Message">What was being done, on what, what was wrong and what to do next.</param>
/// <param name="Detail">More, such as the tail of a tool's stderr; null when there is none.</param>
public sealed record CatalogFailure(string Code, string Message, string? Detail = null);
