using Npgsql;
using NpgsqlTypes;
using Pgvector;

namespace Reelmill.Library.Vectors.PgVector;

/// <summary>Reads and writes the rows of a collection's table.</summary>
internal static class PgRows
{
    // pgvector's hnsw.ef_search is 40 by default and 1,000 at most.
    private const int MinCandidates = 100;
    private const int MaxCandidates = 1000;
    private const int CandidatesPerHit = 4;

    // An index scan stops after this many rows. pgvector's default of 20,000 loses hits of selective filters.
    private const int MaxScannedTuples = 1_000_000;

    /// <summary>Writes a batch atomically, in one statement.</summary>
    public static async Task<int> UpsertAsync(NpgsqlConnection connection, string collection, VectorBatch batch, CancellationToken cancellationToken)
    {
        var sql =
            $"""
            INSERT INTO {PgNames.GetTableName(collection)} (id, vector, source, time_ms, path, fields)
            SELECT i, v, s, t, p, f::jsonb FROM unnest($1, $2, $3, $4, $5, $6) AS rows (i, v, s, t, p, f)
            ON CONFLICT (id) DO UPDATE SET vector = EXCLUDED.vector, source = EXCLUDED.source, time_ms = EXCLUDED.time_ms,
              path = EXCLUDED.path, fields = EXCLUDED.fields
            """;
        var command = new NpgsqlCommand(sql, connection);
        await using var disposed = command.ConfigureAwait(false);
        var records = batch.Records;
        AddArray(command, NpgsqlDbType.Text, records.Select(static r => r.Id).ToArray());
        command.Parameters.Add(new NpgsqlParameter<Vector[]> { TypedValue = [.. Enumerable.Range(0, records.Count).Select(i => new Vector(batch.GetUnitVector(i)))] });
        AddArray(command, NpgsqlDbType.Text, records.Select(static r => r.Metadata.Source).ToArray());
        AddArray(command, NpgsqlDbType.Bigint, records.Select(static r => r.Metadata.TimeMs).ToArray());
        AddArray(command, NpgsqlDbType.Text, records.Select(static r => string.IsNullOrEmpty(r.Metadata.Path) ? null : r.Metadata.Path).ToArray());
        AddArray(command, NpgsqlDbType.Text, records.Select(static r => FieldsJson.Write(r.Metadata.Fields).ToJsonString()).ToArray());
        return await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }

    public static async Task<int> DeleteAsync(NpgsqlConnection connection, string collection, string[] ids, CancellationToken cancellationToken)
    {
        var command = new NpgsqlCommand($"DELETE FROM {PgNames.GetTableName(collection)} WHERE id = ANY($1)", connection);
        await using var disposed = command.ConfigureAwait(false);
        AddArray(command, NpgsqlDbType.Text, ids);
        return await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }

    public static async Task<float[]?> FindAsync(NpgsqlConnection connection, string collection, string id, CancellationToken cancellationToken)
    {
        var command = new NpgsqlCommand($"SELECT vector FROM {PgNames.GetTableName(collection)} WHERE id = $1", connection);
        await using var disposed = command.ConfigureAwait(false);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = id });
        return await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false) is Vector vector ? vector.ToArray() : null;
    }

    public static async Task<IReadOnlyList<VectorHit>> SearchAsync(
        NpgsqlConnection connection, string collection, float[] unit, int count, VectorFilter? filter, bool exact, CancellationToken cancellationToken)
    {
        // A batch is one round trip and one transaction, so the settings apply to this search only.
        var batch = new NpgsqlBatch(connection);
        await using var disposed = batch.ConfigureAwait(false);
        var candidates = Math.Clamp(count * CandidatesPerHit, MinCandidates, MaxCandidates);
        batch.BatchCommands.Add(new NpgsqlBatchCommand(
            $"SELECT set_config('hnsw.ef_search', '{candidates}', true), set_config('hnsw.iterative_scan', 'strict_order', true), set_config('hnsw.max_scan_tuples', '{MaxScannedTuples}', true){(exact ? ", set_config('enable_indexscan', 'off', true)" : "")}"));
        batch.BatchCommands.Add(BuildSearch(collection, unit, count, filter));
        var reader = await batch.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await using var closed = reader.ConfigureAwait(false);
        await reader.NextResultAsync(cancellationToken).ConfigureAwait(false);
        var hits = new List<VectorHit>();
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            var metadata = new VectorMetadata(
                reader.GetString(2),
                reader.IsDBNull(3) ? null : reader.GetInt64(3),
                reader.IsDBNull(4) ? null : reader.GetString(4),
                FieldsJson.Read(reader.GetString(5)));
            hits.Add(new VectorHit(reader.GetString(0), (float)Math.Clamp(1 - reader.GetDouble(1), -1, 1), metadata));
        }

        return VectorHit.Sort(hits);
    }

    private static NpgsqlBatchCommand BuildSearch(string collection, float[] unit, int count, VectorFilter? filter)
    {
        var command = new NpgsqlBatchCommand();
        command.Parameters.Add(new NpgsqlParameter<Vector> { TypedValue = new Vector(unit) });
        command.CommandText =
            $"""
            SELECT id, vector <=> $1, source, time_ms, path, fields::text FROM {PgNames.GetTableName(collection)}
            WHERE {new PgFilter(command).ToSql(filter)} ORDER BY vector <=> $1 LIMIT {count}
            """;
        return command;
    }

    private static void AddArray<T>(NpgsqlCommand command, NpgsqlDbType type, T[] values) =>
        command.Parameters.Add(new NpgsqlParameter { Value = values, NpgsqlDbType = NpgsqlDbType.Array | type });
}
