using Microsoft.Data.Sqlite;
using Reelmill.Core;
using SQLitePCL;

namespace Reelmill.Library.Catalog.Sqlite;

/// <summary>Runs work in one transaction of the writing connection.</summary>
/// <remarks>
/// After SQLITE_FULL, IOERR and NOMEM, SQLite may have rolled back the transaction itself, and an explicit ROLLBACK fails.
/// ADO.NET's transaction would throw that error from Dispose and hide the first one.
/// </remarks>
internal static class WriteTransaction
{
    public static T Run<T>(SqliteConnection connection, Func<SqliteConnection, T> work)
    {
        connection.Execute("BEGIN IMMEDIATE");
        try
        {
            var result = work(connection);
            connection.Execute("COMMIT");
            return result;
        }
        catch
        {
            CleanUp.Quietly(() => RollBack(connection));
            throw;
        }
    }

    /// <summary>Whether a transaction is open, which after <see cref="Run"/> means that the rollback failed.</summary>
    public static bool IsOpen(SqliteConnection connection) => raw.sqlite3_get_autocommit(connection.Handle!) == 0;

    private static void RollBack(SqliteConnection connection)
    {
        if (IsOpen(connection))
        {
            connection.Execute("ROLLBACK");
        }
    }
}
