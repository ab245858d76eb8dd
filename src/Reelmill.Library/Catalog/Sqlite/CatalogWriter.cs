using Microsoft.Data.Sqlite;
using Reelmill.Core;
using Reelmill.Library.Ownership;

namespace Reelmill.Library.Catalog.Sqlite;

/// <summary>Runs one write after the other, each in a transaction of its own, on the one connection that writes.</summary>
/// <remarks>SQLite before 3.51.3 can lose a write when two connections of one file write and checkpoint.</remarks>
internal sealed class CatalogWriter : IDisposable
{
    private readonly string _path;
    private readonly LibraryLock _lock;
    private readonly Connections _connections;
    private readonly SemaphoreSlim _turn = new(1, 1);
    private SqliteConnection? _connection;
    private LibraryException? _broken;

    private CatalogWriter(string path, LibraryLock held, Connections connections, SqliteConnection connection)
    {
        _path = path;
        _lock = held;
        _connections = connections;
        _connection = connection;
    }

    public static CatalogWriter Open(string folder, Connections connections)
    {
        var held = LibraryLock.Take(folder);
        SqliteConnection? connection = null;
        try
        {
            var ownership = LibraryOwnership.Claim(folder);
            connection = connections.OpenWriter();
            ownership.Confirm(connection);
            return new CatalogWriter(Path.Combine(folder, LibraryLayout.Database), held, connections, connection);
        }
        catch
        {
            CleanUp.Quietly(() => connection?.Dispose());
            held.Dispose();
            throw;
        }
    }

    public async Task<T> WriteAsync<T>(Func<SqliteConnection, T> work, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return Write(work);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>What was committed is durable already: a log that cannot be folded in is read by the next open.</summary>
    public void Dispose()
    {
        Close();
        _lock.Dispose();
        _turn.Dispose();
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
            // After a failed fsync the kernel may drop the pages and report success the next time: never try again.
            var error = SqliteErrors.Explain(e, "Writing to", _path);
            _broken = SqliteErrors.IsUntrusted(e) ? error : null;
            throw error;
        }
        finally
        {
            CloseIfStuck();
        }
    }

    /// <summary>A transaction that could not be undone would take the next write in; a new connection undoes it.</summary>
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
