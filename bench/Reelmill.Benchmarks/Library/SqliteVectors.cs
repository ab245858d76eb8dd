using System.Globalization;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using Microsoft.Data.Sqlite;
using Reelmill.Library.Vectors;
using SQLitePCL;

namespace Reelmill.Benchmarks.Library;

/// <summary>The peer of the embedded store: rows in one SQLite file, searched exactly. With a copy of all vectors in memory, or without.</summary>
internal sealed class SqliteVectors : IDisposable
{
    private const string Columns = "id, source, time, path, fields";

    private readonly string _path;
    private readonly int _dimension;
    private readonly SqliteConnection[] _readers;
    private readonly SqliteConnection _writer;
    private float[]? _copy;
    private long[] _copied = [];

    public SqliteVectors(string path, int dimension)
    {
        (_path, _dimension) = (path, dimension);
        _writer = Open();
        _readers = [.. Enumerable.Range(0, Environment.ProcessorCount).Select(_ => Open())];
    }

    /// <summary>Adds or replaces, in one transaction.</summary>
    public void Upsert(IReadOnlyList<VectorRecord> records)
    {
        using var transaction = _writer.BeginTransaction();
        using var command = _writer.CreateCommand();
        command.CommandText = """
            INSERT INTO vectors (id, source, time, path, fields, unit) VALUES ($id, $source, $time, $path, $fields, $unit)
            ON CONFLICT (id) DO UPDATE SET source = excluded.source, time = excluded.time, path = excluded.path, fields = excluded.fields, unit = excluded.unit
            """;
        foreach (var record in records)
        {
            var unit = record.Vector.ToArray();
            TensorPrimitives.Divide(unit, TensorPrimitives.Norm<float>(unit), unit);
            command.Parameters.Clear();
            command.Parameters.AddWithValue("$id", record.Id);
            command.Parameters.AddWithValue("$source", record.Metadata.Source);
            command.Parameters.AddWithValue("$time", (object?)record.Metadata.TimeMs ?? DBNull.Value);
            command.Parameters.AddWithValue("$path", (object?)record.Metadata.Path ?? DBNull.Value);
            command.Parameters.AddWithValue("$fields", string.Join('\n', record.Metadata.Fields.Select(static f => $"{f.Key}={f.Value}")));
            command.Parameters.AddWithValue("$unit", MemoryMarshal.AsBytes(unit.AsSpan()).ToArray());
            command.ExecuteNonQuery();
        }

        transaction.Commit();
    }

    /// <summary>Removes, in one transaction.</summary>
    public void Delete(IReadOnlyList<string> ids)
    {
        using var transaction = _writer.BeginTransaction();
        using var command = _writer.CreateCommand();
        command.CommandText = "DELETE FROM vectors WHERE id = $id";
        foreach (var id in ids)
        {
            command.Parameters.Clear();
            command.Parameters.AddWithValue("$id", id);
            command.ExecuteNonQuery();
        }

        transaction.Commit();
    }

    /// <summary>Reads every vector into memory, for the searches from now on.</summary>
    public void Copy()
    {
        var rows = (int)Number("SELECT count(*) FROM vectors");
        (_copy, _copied) = (GC.AllocateUninitializedArray<float>(rows * _dimension), new long[rows]);
        Scan(_readers[0], 0, long.MaxValue, (row, at, unit, _) =>
        {
            unit.CopyTo(_copy.AsSpan(at * _dimension));
            _copied[at] = row;
        });
    }

    /// <summary>The ids of the best.</summary>
    public IReadOnlyList<string> Search(float[] query, int count, VectorFilter? filter)
    {
        var unit = new float[_dimension];
        TensorPrimitives.Divide(query, TensorPrimitives.Norm<float>(query), unit);
        var best = new Best(count);
        if (_copy is null)
        {
            var each = (Number("SELECT coalesce(max(row), 0) FROM vectors") / _readers.Length) + 1;
            Parallel.For(0, _readers.Length, reader => Scan(_readers[reader], reader * each, (reader + 1) * each, (_, _, vector, row) =>
                Offer(best, TensorPrimitives.Dot(unit, vector), filter, row)));
        }
        else
        {
            var each = (_copied.Length / _readers.Length) + 1;
            Parallel.For(0, _readers.Length, reader => SearchCopy(best, unit, filter, _readers[reader], reader * each, Math.Min((reader + 1) * each, _copied.Length)));
        }

        return best.Ids();
    }

    public void Dispose()
    {
        foreach (var connection in _readers.Append(_writer))
        {
            connection.Dispose();
        }
    }

    private SqliteConnection Open()
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = _path, Pooling = false }.ToString());
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = """
            PRAGMA page_size = 16384; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA mmap_size = 17179869184;
            CREATE TABLE IF NOT EXISTS vectors (row INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, source TEXT NOT NULL, time INTEGER, path TEXT, fields TEXT NOT NULL, unit BLOB NOT NULL) STRICT;
            """;
        command.ExecuteNonQuery();
        return connection;
    }

    private long Number(string sql)
    {
        using var command = _writer.CreateCommand();
        command.CommandText = sql;
        return (long)command.ExecuteScalar()!;
    }

    private delegate void Row(long row, int at, ReadOnlySpan<float> unit, sqlite3_stmt statement);

    // By the native interface: a reader of ADO.NET copies each BLOB once more.
    private static void Scan(SqliteConnection connection, long from, long to, Row each)
    {
        raw.sqlite3_prepare_v2(connection.Handle, string.Create(CultureInfo.InvariantCulture, $"SELECT row, unit, {Columns} FROM vectors WHERE row >= {from} AND row < {to}"), out var statement);
        using (statement)
        {
            for (var at = 0; raw.sqlite3_step(statement) == raw.SQLITE_ROW; at++)
            {
                each(raw.sqlite3_column_int64(statement, 0), at, MemoryMarshal.Cast<byte, float>(raw.sqlite3_column_blob(statement, 1)), statement);
            }
        }
    }

    private void SearchCopy(Best best, float[] unit, VectorFilter? filter, SqliteConnection reader, int from, int to)
    {
        raw.sqlite3_prepare_v2(reader.Handle, $"SELECT row, row, {Columns} FROM vectors WHERE row = ?", out var statement);
        using (statement)
        {
            for (var i = from; i < to; i++)
            {
                var score = TensorPrimitives.Dot<float>(unit, _copy.AsSpan(i * _dimension, _dimension));
                if (best.MayTake(score))
                {
                    raw.sqlite3_reset(statement);
                    raw.sqlite3_bind_int64(statement, 1, _copied[i]);
                    raw.sqlite3_step(statement);
                    Offer(best, score, filter, statement);
                }
            }
        }
    }

    private static void Offer(Best best, float score, VectorFilter? filter, sqlite3_stmt row)
    {
        if (best.MayTake(score) && (filter is null || filter.Matches(Metadata(row))))
        {
            best.Take(raw.sqlite3_column_text(row, 2).utf8_to_string(), score);
        }
    }

    private static VectorMetadata Metadata(sqlite3_stmt row)
    {
        var fields = raw.sqlite3_column_text(row, 6).utf8_to_string().Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(static f => f.Split('=', 2)).ToDictionary(static f => f[0], static f => f[1], StringComparer.Ordinal);
        return new VectorMetadata(raw.sqlite3_column_text(row, 3).utf8_to_string(), raw.sqlite3_column_int64(row, 4), null, fields);
    }

    /// <summary>The best so far, of all threads.</summary>
    private sealed class Best(int count)
    {
        private readonly PriorityQueue<string, float> _queue = new();
        private volatile float _worst = float.MinValue;

        public bool MayTake(float score) => score > _worst;

        public void Take(string id, float score)
        {
            lock (_queue)
            {
                _queue.Enqueue(id, score);
                if (_queue.Count > count)
                {
                    _queue.Dequeue();
                }

                _worst = _queue.Count == count && _queue.TryPeek(out _, out var worst) ? worst : float.MinValue;
            }
        }

        public IReadOnlyList<string> Ids() => [.. _queue.UnorderedItems.OrderByDescending(static i => i.Priority).Select(static i => i.Element)];
    }
}
