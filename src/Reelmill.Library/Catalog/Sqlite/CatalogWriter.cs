using Microsoft.Data.Sqlite;
using Reelmill.Library.Ownership;

namespace Reelmill.Library.Catalog.Sqlite;

/// <summary>Runs one write after the other, each in a transaction of its own, on the one connection that writes.</summary>
/// <remarks>SQLite before 3.51.3 can lose a write when two connections of one file write and checkpoint.</remarks>
internal sealed class CatalogWriter : IDisposable
{
    private readonly string _path;
    private readonly LibraryLock _lock;
    private readonly SqliteConnection _connection;
    private readonly SemaphoreSlim _turn = new(1, 1);
    private LibraryException? _broken;

    private CatalogWriter(string path, LibraryLock held, SqliteConnection connection)
    {
        _path = path;
        _lock = held;
        _connection = connection;
    }

    public static CatalogWriter Open(string folder, Connections connections)
    {
        var held = LibraryLock.Take(folder);
        try
        {
            var ownership = LibraryOwnership.Claim(folder);
            var connection = connections.OpenWriter();
            ownership.Confirm(connection);
            return new CatalogWriter(Path.Combine(folder, LibraryLayout.Database), held, connection);
        }
        catch
        {
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

    public void Dispose()
    {
        _connection.Dispose();
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
            using var transaction = _connection.BeginTransaction();
            var result = work(_connection);
            transaction.Commit();
            return result;
        }
        catch (SqliteException e)
        {
            var error = SqliteErrors.Explain(e, "Writing to", _path);

            // After a failed fsync the kernel may drop the pages and report success the next time: never try again.
            _broken = error.Code is "library_io" or "library_damaged" ? error : null;
            throw error;
        }
    }
}
