using Microsoft.Data.Sqlite;
using Reelmill.Library.Files;
using SQLitePCL;

namespace Reelmill.Library.Catalog.Sqlite;

/// <summary>Opens the catalog's writing connection and its pooled readers.</summary>
/// <param name="folder">The library's folder.</param>
/// <param name="connect">Creates the writing connection from its connection string; null for the default.</param>
internal sealed class Connections(string folder, Func<string, SqliteConnection>? connect = null) : IDisposable
{
    private string _readerString = BuildReadOnlyString(Path.Combine(folder, LibraryLayout.Database));
    private LibraryLock? _sharedLock;

    public SqliteConnection OpenWriter()
    {
        var text = new SqliteConnectionStringBuilder { DataSource = Path.Combine(folder, LibraryLayout.Database), Pooling = false }.ToString();
        var connection = connect is null ? new SqliteConnection(text) : connect(text);
        try
        {
            connection.Open();

            // With NORMAL, commits survive kill -9. FULL also survives power loss, if the disk honors flushes, and costs
            // 0.04 ms a commit, where an item takes seconds.
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

    /// <summary>Opens a read-only connection, which cannot checkpoint: only the writer does.</summary>
    public SqliteConnection OpenReader()
    {
        var connection = new SqliteConnection(_readerString);
        connection.Open();
        return connection;
    }

    /// <summary>Opens a reader, also where this process cannot create files, such as on a read-only disk.</summary>
    /// <remarks>
    /// A reader of a write-ahead log may have to create the shared index file. Where it cannot, the database alone is opened
    /// as immutable. That is correct only while no process writes, and complete only without a log.
    /// </remarks>
    public SqliteConnection OpenReaderOrImmutable()
    {
        var connection = OpenReader();
        try
        {
            // SQLite opens the log and its index at the first read.
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
                    $"Reading the library {folder}: '{LibraryLayout.Log}' has changes that need a checkpoint, which needs a writable disk. Open the library once on a writable disk, or copy it to one.",
                    e);
            }

            _sharedLock = LibraryLock.AcquireShared(folder);
            _readerString = BuildReadOnlyString(new Uri(Path.Combine(folder, LibraryLayout.Database)).AbsoluteUri + "?immutable=1");
            return OpenReader();
        }
    }

    private static string BuildReadOnlyString(string source) => new SqliteConnectionStringBuilder { DataSource = source, Mode = SqliteOpenMode.ReadOnly }.ToString();

    // The last connection to close checkpoints the log, so no pooled reader may outlive the writer.
    public void Dispose()
    {
        using var any = new SqliteConnection(_readerString);
        SqliteConnection.ClearPool(any);
        _sharedLock?.Dispose();
    }
}
