using System.Globalization;
using Npgsql;

namespace Reelmill.Library.Vectors.PgVector;

/// <summary>Creates, lists and drops the tables of collections.</summary>
internal static class PgCollections
{
    // pgvector indexes vectors of up to 2,000 dimensions; a search scans longer ones sequentially.
    private const int MaxIndexedDimension = 2000;

    // The value is arbitrary, but all processes that create these tables must use the same.
    private const long LockKey = 0x7265656C6D696C6C;

    /// <summary>Tells whether a collection of this dimension has an index, which makes searches approximate.</summary>
    public static bool IsIndexed(int dimension) => dimension <= MaxIndexedDimension;

    public static async Task<CollectionInfo> CreateAsync(
        NpgsqlDataSource source, string name, int dimension, string embedder, CancellationToken cancellationToken)
    {
        var connection = await source.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        await using var closed = connection.ConfigureAwait(false);
        var transaction = await connection.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
        await using var ended = transaction.ConfigureAwait(false);
        await ExecuteAsync(connection, $"SELECT pg_advisory_xact_lock({LockKey})", cancellationToken).ConfigureAwait(false);
        if (await FindAsync(connection, name, cancellationToken).ConfigureAwait(false) is not { } found)
        {
            await CreateTablesAsync(connection, name, dimension, embedder, cancellationToken).ConfigureAwait(false);
            found = new CollectionInfo(name, dimension, 0, embedder);
        }

        await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
        return found;
    }

    /// <summary>Reads a collection with its record count; null when there is no such collection.</summary>
    public static async Task<CollectionInfo?> FindAsync(NpgsqlConnection connection, string name, CancellationToken cancellationToken)
    {
        var all = await ReadAllAsync(connection, cancellationToken).ConfigureAwait(false);
        return all.FirstOrDefault(c => c.Name == name) is { } found ? await CountAsync(connection, found, cancellationToken).ConfigureAwait(false) : null;
    }

    public static async Task<IReadOnlyList<CollectionInfo>> ListAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var infos = new List<CollectionInfo>();
        foreach (var row in await ReadAllAsync(connection, cancellationToken).ConfigureAwait(false))
        {
            infos.Add(await CountAsync(connection, row, cancellationToken).ConfigureAwait(false));
        }

        return infos;
    }

    public static async Task<bool> DropAsync(NpgsqlConnection connection, string name, CancellationToken cancellationToken)
    {
        if (await ReadAllAsync(connection, cancellationToken).ConfigureAwait(false) is { Count: > 0 } rows && rows.Any(r => r.Name == name))
        {
            var transaction = await connection.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
            await using var ended = transaction.ConfigureAwait(false);
            await ExecuteAsync(connection, $"DROP TABLE IF EXISTS {PgNames.GetTableName(name)}", cancellationToken).ConfigureAwait(false);
            await ExecuteAsync(connection, $"DELETE FROM {PgNames.CollectionsTable} WHERE name = $1", cancellationToken, name).ConfigureAwait(false);
            await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
        }

        return true;
    }

    private static async Task CreateTablesAsync(
        NpgsqlConnection connection, string name, int dimension, string embedder, CancellationToken cancellationToken)
    {
        var table = PgNames.GetTableName(name);
        await ExecuteAsync(connection, "CREATE EXTENSION IF NOT EXISTS vector", cancellationToken).ConfigureAwait(false);
        await ExecuteAsync(
            connection,
            $"CREATE TABLE IF NOT EXISTS {PgNames.CollectionsTable} (name text COLLATE \"C\" PRIMARY KEY, dimension int NOT NULL, embedder text NOT NULL)",
            cancellationToken).ConfigureAwait(false);
        await ExecuteAsync(
            connection,
            $"CREATE TABLE {table} (id text COLLATE \"C\" PRIMARY KEY, vector vector({dimension}) NOT NULL, source text NOT NULL, time_ms bigint, path text, fields jsonb NOT NULL)",
            cancellationToken).ConfigureAwait(false);
        if (IsIndexed(dimension))
        {
            await ExecuteAsync(connection, $"CREATE INDEX ON {table} USING hnsw (vector vector_cosine_ops)", cancellationToken).ConfigureAwait(false);
        }

        await ExecuteAsync(
            connection, $"INSERT INTO {PgNames.CollectionsTable} VALUES ($1, {dimension}, $2)", cancellationToken, name, embedder).ConfigureAwait(false);
    }

    // The table of collections does not exist before the first collection is created.
    private static async Task<IReadOnlyList<CollectionInfo>> ReadAllAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var command = new NpgsqlCommand($"SELECT to_regclass('{PgNames.CollectionsTable}') IS NOT NULL", connection);
        await using var disposed = command.ConfigureAwait(false);
        if (await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false) is not true)
        {
            return [];
        }

        command.CommandText = $"SELECT name, dimension, embedder FROM {PgNames.CollectionsTable} ORDER BY name";
        var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await using var closed = reader.ConfigureAwait(false);
        var rows = new List<CollectionInfo>();
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            rows.Add(new CollectionInfo(reader.GetString(0), reader.GetInt32(1), 0, reader.GetString(2)));
        }

        return rows;
    }

    private static async Task<CollectionInfo> CountAsync(NpgsqlConnection connection, CollectionInfo info, CancellationToken cancellationToken)
    {
        var command = new NpgsqlCommand($"SELECT count(*) FROM {PgNames.GetTableName(info.Name)}", connection);
        await using var disposed = command.ConfigureAwait(false);
        var count = await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false);
        return info with { Count = Convert.ToInt64(count, CultureInfo.InvariantCulture) };
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken, params string[] values)
    {
        var command = new NpgsqlCommand(sql, connection);
        await using var disposed = command.ConfigureAwait(false);
        foreach (var value in values)
        {
            command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = value });
        }

        await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }
}
