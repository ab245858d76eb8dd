using System.Runtime.CompilerServices;
using Microsoft.Data.Sqlite;

namespace Reelmill.Library.Catalog.Sqlite;

/// <summary>Reads the catalog on separate connections, so that a long stream and the writer never wait for each other.</summary>
internal sealed class CatalogReader(string path, Connections connections)
{
    public Task<T> ReadAsync<T>(Func<SqliteConnection, T> work, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult(Guard(() =>
        {
            using var connection = connections.OpenReader();
            return work(connection);
        }));
    }

    public async IAsyncEnumerable<T> StreamAsync<T>(
        Func<SqliteConnection, SqliteCommand> select,
        Func<SqliteDataReader, T> map,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var connection = Guard(connections.OpenReader);
        await foreach (var row in StreamAsync(connection, select, map, cancellationToken).ConfigureAwait(false))
        {
            yield return row;
        }
    }

    /// <summary>Streams the frames, each combined with a value of its video, from one snapshot.</summary>
    /// <param name="videos">Reads a value for each video.</param>
    /// <param name="row">Combines the value of a video with a frame.</param>
    /// <param name="cancellationToken">Stops the stream.</param>
    public async IAsyncEnumerable<TRow> FramesAsync<TVideo, TRow>(
        Func<SqliteConnection, IReadOnlyDictionary<string, TVideo>> videos,
        Func<TVideo, FrameRecord, TRow> row,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var connection = Guard(connections.OpenReader);
        using var snapshot = Guard(() => connection.BeginTransaction(deferred: true));
        var known = Guard(() => videos(connection));
        await foreach (var frame in StreamAsync(connection, FrameTable.Select, FrameColumns.Map, cancellationToken).ConfigureAwait(false))
        {
            yield return row(known[frame.Video], frame);
        }
    }

    private async IAsyncEnumerable<T> StreamAsync<T>(
        SqliteConnection connection,
        Func<SqliteConnection, SqliteCommand> select,
        Func<SqliteDataReader, T> map,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var command = select(connection);
        using var reader = Guard(command.ExecuteReader);
        while (await NextAsync(reader, cancellationToken).ConfigureAwait(false))
        {
            yield return map(reader);
        }
    }

    private async Task<bool> NextAsync(SqliteDataReader reader, CancellationToken cancellationToken)
    {
        try
        {
            return await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (SqliteException e)
        {
            throw SqliteErrors.Explain(e, "Reading", path);
        }
    }

    private T Guard<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (SqliteException e)
        {
            throw SqliteErrors.Explain(e, "Reading", path);
        }
    }
}
