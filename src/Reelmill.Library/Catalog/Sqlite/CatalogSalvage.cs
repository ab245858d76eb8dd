using Microsoft.Data.Sqlite;

namespace Reelmill.Library.Catalog.Sqlite;

/// <summary>Copies what can still be read of a damaged catalog into a new one, row by row.</summary>
internal static class CatalogSalvage
{
    /// <summary>Not the journal: a row of it beside a lost record would have the record's file removed.</summary>
    private static readonly string[] Tables =
    [
        "items", "attempts", "frames", "runs", "settings", "artifacts", "chunks", "jobs", "job_items", "job_attempts", "job_events",
        "purged_jobs", "api_keys", "webhooks", "deliveries",
    ];

    /// <summary>Copies rows that the new catalog does not have.</summary>
    /// <param name="damaged">The folder that the damaged catalog was moved to.</param>
    /// <param name="target">The new catalog.</param>
    /// <returns>How many rows each table gave, and whether it could be read to its end.</returns>
    public static IReadOnlyDictionary<string, (long Rows, bool Whole)> Copy(string damaged, SqliteConnection target)
    {
        var counts = new Dictionary<string, (long, bool)>(StringComparer.Ordinal);
        foreach (var table in Tables)
        {
            // A table that breaks off is read from its other end too.
            var (rows, whole) = Copy(damaged, target, table, "ASC");
            counts[table] = whole ? (rows, true) : (rows + Copy(damaged, target, table, "DESC").Rows, false);
        }

        return counts;
    }

    private static (long Rows, bool Whole) Copy(string damaged, SqliteConnection target, string table, string order)
    {
        var rows = 0L;
        try
        {
            using var connections = new Connections(damaged);
            using var source = connections.OpenReader();
            var columns = Columns(target, table).Intersect(Columns(source, table), StringComparer.Ordinal).ToArray();
            if (columns.Length == 0)
            {
                return (0, false);
            }

            var names = string.Join(", ", columns);
            using var select = source.Command($"SELECT {names} FROM {table} ORDER BY {columns[0]} {order}");
            using var reader = select.ExecuteReader();
            using var insert = target.Command($"INSERT OR IGNORE INTO {table} ({names}) VALUES ({string.Join(", ", columns.Select(static (_, i) => $"${i}"))})");
            while (reader.Read())
            {
                insert.Parameters.Clear();
                for (var i = 0; i < columns.Length; i++)
                {
                    insert.Parameters.AddWithValue($"${i}", reader.GetValue(i));
                }

                rows += Insert(insert);
            }

            return (rows, true);
        }
        catch (Exception e) when (e is SqliteException or LibraryException)
        {
            return (rows, false);
        }
    }

    /// <summary>A row that breaks a rule of the schema is damage too.</summary>
    private static int Insert(SqliteCommand insert)
    {
        try
        {
            return insert.ExecuteNonQuery();
        }
        catch (SqliteException e) when (e.SqliteErrorCode is SQLitePCL.raw.SQLITE_CONSTRAINT or SQLitePCL.raw.SQLITE_MISMATCH)
        {
            return 0;
        }
    }

    private static List<string> Columns(SqliteConnection connection, string table) =>
        connection.List($"SELECT name FROM pragma_table_info('{table}')", static r => r.GetString(0));
}
