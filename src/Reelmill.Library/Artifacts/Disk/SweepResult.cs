namespace Reelmill.Library.Artifacts.Disk;

/// <summary>What a sweep found after a crash; all paths are below the library's folder, with forward slashes.</summary>
/// <param name="Removed">Files and folders that the catalog does not know.</param>
/// <param name="Restored">Folders that were put back because the crash came between the replacement and its record.</param>
/// <param name="Missing">Files that the catalog knows and the disk does not have: their items must be done again.</param>
public sealed record SweepResult(
    IReadOnlyList<string> Removed, IReadOnlyList<string> Restored, IReadOnlyList<string> Missing);
