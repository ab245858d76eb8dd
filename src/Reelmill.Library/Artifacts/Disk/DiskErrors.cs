using Reelmill.Core;

namespace Reelmill.Library.Artifacts.Disk;

/// <summary>Turns what the disk answers into what a user can act on.</summary>
internal static class DiskErrors
{
    private const int WouldBlock = 11;
    private const int ReadOnly = 30;

    public static bool IsLocked(IOException error) => error.HResult == WouldBlock;

    public static LibraryException Explain(Exception error, string doing, string path) => error switch
    {
        UnauthorizedAccessException or { HResult: ReadOnly } => new LibraryException(
            "library_read_only", $"{doing} {path}: {error.Message} Check who owns the folder, and that the disk is mounted for writing.", error),
        _ when SystemErrors.IsDiskFull(error) => new LibraryException(
            SystemErrors.DiskFull, $"{doing} {path}: the disk is full. {SystemErrors.AdviceOn(SystemErrors.DiskFull)}", error),
        _ when SystemErrors.Explain(error) is { Code: var code } => new LibraryException(
            code, $"{doing} {path}: {error.Message} {SystemErrors.AdviceOn(code)}", error),
        _ => new LibraryException(
            "library_io", $"{doing} {path}: {error.Message} Check the disk, then run again; nothing unfinished is trusted.", error),
    };

    /// <summary>Whether this process has as many files open as it may, which SQLite reports as a file that cannot be opened.</summary>
    public static bool AreFilesUsedUp()
    {
        try
        {
            using var any = File.OpenHandle("/dev/null", FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            return false;
        }
        catch (IOException e)
        {
            return SystemErrors.OfNumber(e.HResult) == SystemErrors.TooManyFiles;
        }
    }
}
