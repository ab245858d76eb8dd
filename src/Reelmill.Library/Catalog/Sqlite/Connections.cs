using Microsoft.Data.Sqlite;

namespace Reelmill.Library.Catalog.Sqlite;

/// <summary>Opens the one connection that writes, and the pooled ones that read.</summary>
internal sealed class Connections(string folder) : IDisposable
{
    private readonly string _readOnly = new SqliteConnectionStringBuilder
    {
        DataSource = Path.Combine(folder, LibraryLayout.Database),
        Mode = SqliteOpenMode.ReadOnly,
    }.ToString();

    public SqliteConnection OpenWriter()
    {
        SystemSqlite.EnsureBound();
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = Path.Combine(folder, LibraryLayout.Database),
            Pooling = false,
        }.ToString());
        try
        {
            connection.Open();

            // What was committed survives kill -9 with NORMAL too. FULL also survives power loss, as far as the
            // disk keeps its word, and costs 0.04 ms a commit against the seconds that an item takes.
            connection.Execute("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL");
            Schema.Migrate(connection, folder, Schema.Migrations);
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>A connection that cannot write, so that it cannot checkpoint either: only the writer does.</summary>
    public SqliteConnection OpenReader()
    {
        SystemSqlite.EnsureBound();
        var connection = new SqliteConnection(_readOnly);
        connection.Open();
        return connection;
    }

    // Pooled readers that stay open would keep the writer from being the last, and the log from being folded in.
    public void Dispose()
    {
        using var any = new SqliteConnection(_readOnly);
        SqliteConnection.ClearPool(any);
    }
}
