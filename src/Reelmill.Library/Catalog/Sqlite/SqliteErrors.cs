using Microsoft.Data.Sqlite;
using Reelmill.Core;
using Reelmill.Library.Artifacts.Disk;
using SQLitePCL;

namespace Reelmill.Library.Catalog.Sqlite;

/// <summary>Turns SQLite's result codes into what a user can act on.</summary>
internal static class SqliteErrors
{
    private const int FsyncFailed = raw.SQLITE_IOERR | (4 << 8);
    private const int FolderFsyncFailed = raw.SQLITE_IOERR | (5 << 8);

    public static LibraryException Explain(SqliteException error, string doing, string path)
    {
        var (code, advice) = Classify(error, path, Path.GetDirectoryName(path)!);
        return new LibraryException(code, $"{doing} {path}: {error.Message} {advice}", error);
    }

    /// <summary>Whether what was written before may be lost although it was reported as written.</summary>
    public static bool IsUntrusted(SqliteException error) => error.SqliteExtendedErrorCode is FsyncFailed or FolderFsyncFailed;

    private static (string Code, string Advice) Classify(SqliteException error, string path, string folder) => error.SqliteErrorCode switch
    {
        raw.SQLITE_FULL => Lacking(SystemErrors.DiskFull),

        // A log or an index of it that cannot be made says nothing of the reason.
        raw.SQLITE_CANTOPEN or raw.SQLITE_IOERR when FreeSpace.IsUsedUp(folder) => Lacking(SystemErrors.DiskFull),
        raw.SQLITE_CANTOPEN or raw.SQLITE_IOERR when DiskErrors.AreFilesUsedUp() => Lacking(SystemErrors.TooManyFiles),
        raw.SQLITE_IOERR when FileSizeLimit.IsNear(path) || FileSizeLimit.IsNear(path + "-wal") => Lacking(SystemErrors.FileTooLarge),
        raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB =>
            ("library_damaged", $"Run 'reelmill repair --library {folder}'; it keeps the file and rebuilds the catalog."),
        raw.SQLITE_READONLY or raw.SQLITE_CANTOPEN or raw.SQLITE_PERM or raw.SQLITE_AUTH =>
            ("library_read_only", "Check who owns the folder and its files, and that the disk is mounted for writing."),
        raw.SQLITE_BUSY or raw.SQLITE_LOCKED =>
            ("library_in_use", "Close other programs that have the file open."),
        raw.SQLITE_CONSTRAINT or raw.SQLITE_MISMATCH or raw.SQLITE_TOOBIG =>
            ("record_refused", "Nothing of this call was recorded; a value is missing, there twice or too big."),
        raw.SQLITE_NOMEM => Lacking(SystemErrors.OutOfMemory),
        _ when IsUntrusted(error) => ("library_io", "Check the disk, then start again; nothing that was not committed is trusted."),
        _ => ("library_io", "Check the disk; nothing of this call was recorded."),
    };

    private static (string Code, string Advice) Lacking(string code) => (code, SystemErrors.AdviceOn(code));
}
