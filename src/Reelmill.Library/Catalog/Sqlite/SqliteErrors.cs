using Microsoft.Data.Sqlite;
using Reelmill.Core;
using Reelmill.Library.Files;
using SQLitePCL;

namespace Reelmill.Library.Catalog.Sqlite;

/// <summary>Translates SQLite's result codes to errors that tell the user what to do.</summary>
internal static class SqliteErrors
{
    private const int FsyncFailed = raw.SQLITE_IOERR | (4 << 8);
    private const int FolderFsyncFailed = raw.SQLITE_IOERR | (5 << 8);

    public static LibraryException Explain(SqliteException error, string action, string path)
    {
        var (code, advice) = Classify(error, path, Path.GetDirectoryName(path)!);
        return new LibraryException(code, $"{action} {path}: {error.Message} {advice}", error);
    }

    /// <summary>Whether an fsync failed, so that earlier writes may be lost although they were reported as durable.</summary>
    public static bool IsFailedFlush(SqliteException error) => error.SqliteExtendedErrorCode is FsyncFailed or FolderFsyncFailed;

    private static (string Code, string Advice) Classify(SqliteException error, string path, string folder) => error.SqliteErrorCode switch
    {
        raw.SQLITE_FULL => AdviseOn(SystemErrors.DiskFull),

        // SQLite does not report why it cannot create the log or the log's index.
        raw.SQLITE_CANTOPEN or raw.SQLITE_IOERR when FreeSpace.IsExhausted(folder) => AdviseOn(SystemErrors.DiskFull),
        raw.SQLITE_CANTOPEN or raw.SQLITE_IOERR when DiskErrors.AreFileHandlesExhausted() => AdviseOn(SystemErrors.TooManyFiles),
        raw.SQLITE_IOERR when FileSizeLimit.IsNear(path) || FileSizeLimit.IsNear(path + "-wal") => AdviseOn(SystemErrors.FileTooLarge),
        raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB =>
            ("library_damaged", $"Run 'reelmill repair --library {folder}'; it keeps the file and rebuilds the catalog."),
        raw.SQLITE_READONLY or raw.SQLITE_CANTOPEN or raw.SQLITE_PERM or raw.SQLITE_AUTH =>
            ("library_read_only", "Check who owns the folder and its files, and that the disk is mounted read-write."),
        raw.SQLITE_BUSY or raw.SQLITE_LOCKED =>
            ("library_in_use", "Close other programs that have the file open."),
        raw.SQLITE_CONSTRAINT or raw.SQLITE_MISMATCH or raw.SQLITE_TOOBIG =>
            ("record_refused", "A value is missing, duplicated or too large; the call recorded nothing."),
        raw.SQLITE_NOMEM => AdviseOn(SystemErrors.OutOfMemory),
        _ when IsFailedFlush(error) => ("library_io", "Check the disk, then run the command again; uncommitted work is discarded."),
        _ => ("library_io", "Check the disk; the call recorded nothing."),
    };

    private static (string Code, string Advice) AdviseOn(string code) => (code, SystemErrors.GetAdvice(code));
}
