using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Reelmill.Library.Catalog.Sqlite;

/// <summary>Turns SQLite's result codes into what a user can act on.</summary>
internal static class SqliteErrors
{
    public static LibraryException Explain(SqliteException error, string doing, string path)
    {
        var (code, advice) = error.SqliteErrorCode switch
        {
            raw.SQLITE_FULL => ("disk_full", "Make space on the disk; the work goes on from where it was."),
            raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB =>
                ("library_damaged", $"Run 'reelmill repair --library {Path.GetDirectoryName(path)}'; it keeps the file and rebuilds the catalog."),
            raw.SQLITE_READONLY or raw.SQLITE_CANTOPEN or raw.SQLITE_PERM or raw.SQLITE_AUTH =>
                ("library_read_only", "Check who owns the folder and its files."),
            raw.SQLITE_BUSY or raw.SQLITE_LOCKED =>
                ("library_in_use", "Close other programs that have the file open."),
            raw.SQLITE_CONSTRAINT or raw.SQLITE_MISMATCH or raw.SQLITE_TOOBIG =>
                ("record_refused", "Nothing of this call was recorded; a value is missing, there twice or too big."),
            _ => ("library_io", "Check the disk, then run again; nothing that was not committed is trusted."),
        };
        return new LibraryException(code, $"{doing} {path}: {error.Message} {advice}", error);
    }
}
