using Microsoft.Data.Sqlite;
using Reelmill.Core;
using Reelmill.Library.Catalog.Ownership;
using Reelmill.Library.Files;

namespace Reelmill.Library.Catalog.Sqlite;

/// <summary>Runs writes one at a time, each in its own transaction, on the catalog's only writing connection.</summary>
/// <remarks>SQLite before 3.51.3 can lose a write when two connections to one file write and checkpoint.</remarks>
internal sealed class CatalogWriter : IDisposable
{
    private readonly string _path;
    private readonly LibraryLock _lock;
    private readonly Connections _connections;
    private readonly SemaphoreSlim _writeGate = new(1, 1);
    private SqliteConnection? _connection;
    private LibraryException? _broken;

    private CatalogWriter(string path, LibraryLock writeLock, Connections connections, SqliteConnection connection)
    {
        _path = path;
        _lock = writeLock;
        _connections = connections;
        _connection = connection;
    }

    public static CatalogWriter Open(string folder, Connections connections)
    {
        var writeLock = LibraryLock.Acquire(folder);
        SqliteConnection? connection = null;
        try
        {
            var ownership = LibraryOwnership.Claim(folder);
            connection = connections.OpenWriter();
            ownership.Confirm(connection);
            return new CatalogWriter(Path.Combine(folder, LibraryLayout.Database), writeLock, connections, connection);
        }
        catch
        {
            CleanUp.Quietly(() => connection?.Dispose());
            writeLock.Dispose();
            throw;
        }
    }

    public async Task<T> WriteAsync<T>(Func<SqliteConnection, T> work, CancellationToken cancellationToken)
    {
        await _writeGate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return Write(work);
        }
        finally
        {
            _writeGate.Release();
        }
    }

    /// <summary>Closes the connection. Commits are durable already: if the checkpoint fails, the next open reads the log.</summary>
    public void Dispose()
    {
        Close();
        _lock.Dispose();
        _writeGate.Dispose();
    }

    private T Write<T>(Func<SqliteConnection, T> work)
    {
        if (_broken is not null)
        {
            throw new LibraryException(_broken.Code, _broken.Message, _broken);
        }

        try
        {
            return WriteTransaction.Run(_connection ??= _connections.OpenWriter(), work);
        }
        catch (SqliteException e)
        {
            // After a failed fsync the kernel may drop the dirty pages and report success next time, so a retry proves nothing.
            var error = SqliteErrors.Explain(e, "Writing to", _path);
            _broken = SqliteErrors.IsFailedFlush(e) ? error : null;
            throw error;
        }
        finally
        {
            CloseIfStuck();
        }
    }

    /// <summary>Closes the connection if its transaction could not be rolled back: the next write would join that transaction. Reopening rolls it back.</summary>
    private void CloseIfStuck()
    {
        if (_connection is { } connection && WriteTransaction.IsOpen(connection))
        {
            Close();
        }
    }

    private void Close()
    {
        CleanUp.Quietly(() => _connection?.Dispose());
        _connection = null;
    }
}
