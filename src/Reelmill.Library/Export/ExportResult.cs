namespace Reelmill.Library.Export;

/// <summary>The result of an export.</summary>
/// <param name="Frames">The number of exported frames.</param>
/// <param name="Files">The full paths of the written files, in order.</param>
/// <param name="Skipped">The number of kept frames without a file: their video was not available when a later run decided to keep them.</param>
public sealed record ExportResult(long Frames, IReadOnlyList<string> Files, long Skipped = 0);
