namespace Reelmill.Library.Catalog;

/// <summary>Why an item failed.</summary>
/// <param name="Code">The stable error code, in snake case.</param>
/// <param name="Message">What failed, on what, why, and what to do next.</param>
/// <param name="Detail">Further detail, such as the tail of a tool's stderr; null when there is none.</param>
public sealed record CatalogFailure(string Code, string Message, string? Detail = null);
