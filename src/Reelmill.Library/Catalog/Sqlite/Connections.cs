using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Reelmill.Library.Catalog.Sqlite;

/// <summary>Opens the one connection that writes, and the pooled ones that read.</summary>
/// <param name="folder">The library's folder.</param>
/// <param name="connect">Makes the connection that writes; SQLite's own when null.</param>
internal sealed class Connections(string folder, Func<string, SqliteConnection>? connect = null) : IDisposable
{
    private string _readOnly = ReadOnly(Path.Combine(folder, LibraryLayout.Database));
    private LibraryLock? _unwritten;

    public SqliteConnection OpenWriter()
    {
        var text = new SqliteConnectionStringBuilder { DataSource = Path.Combine(folder, LibraryLayout.Database), Pooling = false }.ToString();
        var connection = connect is null ? new SqliteConnection(text) : connect(text);
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
        var connection = new SqliteConnection(_readOnly);
        connection.Open();
        return connection;
    }

    /// <summary>Opens a catalog that this process cannot write beside, such as on a read-only disk.</summary>
    /// <remarks>
    /// A reader of a log shares an index with the writer, a file that it may have to make. Where it cannot, the database
    /// alone is read as one that never changes; that is true only while nobody writes, and complete only without a log.
    /// </remarks>
    public SqliteConnection OpenUnwritable()
    {
        var connection = OpenReader();
        try
        {
            // The files beside the database are opened by the first read.
            connection.Number("SELECT count(*) FROM sqlite_schema");
            return connection;
        }
        catch (SqliteException e) when (e.SqliteErrorCode is raw.SQLITE_CANTOPEN or raw.SQLITE_READONLY)
        {
            connection.Dispose();
            if (new FileInfo(Path.Combine(folder, LibraryLayout.Log)) is { Exists: true, Length: > 0 })
            {
                throw new LibraryException(
                    "library_read_only",
                    $"Reading the library {folder}: its log '{LibraryLayout.Log}' was not folded in, which takes a writable disk. Open it once where it can be written, or copy it there.",
                    e);
            }

            _unwritten = LibraryLock.Share(folder);
            _readOnly = ReadOnly(new Uri(Path.Combine(folder, LibraryLayout.Database)).AbsoluteUri + "?immutable=1");
            return OpenReader();
        }
    }

    private static string ReadOnly(string source) => new SqliteConnectionStringBuilder { DataSource = source, Mode = SqliteOpenMode.ReadOnly }.ToString();

    // Pooled readers that stay open would keep the writer from being the last, and the log from being folded in.
    public void Dispose()
    {
        using var any = new SqliteConnection(_readOnly);
        SqliteConnection.ClearPool(any);
        _unwritten?.Dispose();
    }
}
