using Microsoft.Data.Sqlite;
using Reelmill.Core;
using SQLitePCL;

namespace Reelmill.Library.Catalog.Sqlite;

/// <summary>Runs work in one transaction of the connection that writes.</summary>
/// <remarks>
/// SQLite undoes a transaction itself after SQLITE_FULL, IOERR and NOMEM, sometimes; a ROLLBACK is then an error of its
/// own. ADO.NET's transaction lets that error out of Dispose, in place of the first one.
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

    /// <summary>Whether a transaction is open, which after <see cref="Run"/> means that it could not be undone.</summary>
    public static bool IsOpen(SqliteConnection connection) => raw.sqlite3_get_autocommit(connection.Handle!) == 0;

    private static void RollBack(SqliteConnection connection)
    {
        if (IsOpen(connection))
        {
            connection.Execute("ROLLBACK");
        }
    }
}
