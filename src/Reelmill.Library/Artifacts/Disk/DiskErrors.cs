namespace Reelmill.Library.Artifacts.Disk;

/// <summary>Turns what the disk answers into what a user can act on.</summary>
internal static class DiskErrors
{
    private const int WouldBlock = 11;
    private const int NoSpace = 28;
    private const int OverQuota = 122;

    public static bool IsLocked(IOException error) => error.HResult == WouldBlock;

    public static LibraryException Explain(Exception error, string doing, string path) => error switch
    {
        UnauthorizedAccessException => new LibraryException(
            "library_read_only", $"{doing} {path}: {error.Message} Check who owns the folder.", error),
        { HResult: NoSpace or OverQuota } => new LibraryException(
            "disk_full", $"{doing} {path}: the disk is full. Make space; the work goes on from where it was.", error),
        _ => new LibraryException(
            "library_io", $"{doing} {path}: {error.Message} Check the disk, then run again; nothing unfinished is trusted.", error),
    };
}
