namespace Reelmill.Library.Export;

/// <summary>What an export wrote.</summary>
/// <param name="Frames">How many frames.</param>
/// <param name="Files">The files, as full paths, in order.</param>
/// <param name="Skipped">Kept frames that have no file, because their video was not at hand when they were decided anew.</param>
public sealed record ExportResult(long Frames, IReadOnlyList<string> Files, long Skipped = 0);
