namespace Reelmill.Library.Artifacts.Disk;

/// <summary>The result of a sweep. Paths are relative to the library's folder, with forward slashes.</summary>
/// <param name="Removed">Deleted files and folders: in the journal, and not in the catalog.</param>
/// <param name="Restored">Folders that were rolled back because the crash came between the replacement and its record.</param>
/// <param name="Missing">Files that the catalog records and the disk lacks. Their items must be processed again.</param>
public sealed record SweepResult(
    IReadOnlyList<string> Removed, IReadOnlyList<string> Restored, IReadOnlyList<string> Missing);
