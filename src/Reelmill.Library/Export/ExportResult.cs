namespace Reelmill.Library.Export;

/// <summary>What an export wrote.</summary>
/// <param name="Frames">How many frames.</param>
/// <param name="Files">The files, as full paths, in order.</param>
public sealed record ExportResult(long Frames, IReadOnlyList<string> Files);
