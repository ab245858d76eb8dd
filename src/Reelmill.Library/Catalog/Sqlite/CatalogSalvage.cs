using Microsoft.Data.Sqlite;

namespace Reelmill.Library.Catalog.Sqlite;

/// <summary>Copies the readable rows of a damaged catalog to a new one.</summary>
internal static class CatalogSalvage
{
    /// <summary>The tables to copy. The journal is left out: a journal row whose file lost its record would get the file deleted.</summary>
    private static readonly string[] Tables =
    [
        "items", "attempts", "frames", "runs", "settings", "artifacts", "chunks", "jobs", "job_items", "job_attempts", "job_events",
        "purged_jobs", "api_keys", "webhooks", "deliveries",
    ];

    /// <summary>Copies the rows that the new catalog does not have.</summary>
    /// <param name="damaged">The folder of the damaged catalog.</param>
    /// <param name="target">The new catalog.</param>
    /// <returns>For each table, the number of copied rows, and whether the table could be read completely.</returns>
    public static IReadOnlyDictionary<string, (long Rows, bool IsComplete)> Copy(string damaged, SqliteConnection target)
    {
        var counts = new Dictionary<string, (long, bool)>(StringComparer.Ordinal);
        foreach (var table in Tables)
        {
            // A scan that stops at damage is repeated from the other end of the table.
            var (rows, isComplete) = Copy(damaged, target, table, "ASC");
            counts[table] = isComplete ? (rows, true) : (rows + Copy(damaged, target, table, "DESC").Rows, false);
        }

        return counts;
    }

    private static (long Rows, bool IsComplete) Copy(string damaged, SqliteConnection target, string table, string order)
    {
        var rows = 0L;
        try
        {
            using var connections = new Connections(damaged);
            using var source = connections.OpenReader();
            var columns = ListColumns(target, table).Intersect(ListColumns(source, table), StringComparer.Ordinal).ToArray();
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

                rows += InsertRow(insert);
            }

            return (rows, true);
        }
        catch (Exception e) when (e is SqliteException or LibraryException)
        {
            return (rows, false);
        }
    }

    /// <summary>Inserts one row. A row that violates a constraint of the schema counts as damaged and is skipped.</summary>
    private static int InsertRow(SqliteCommand insert)
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

    private static List<string> ListColumns(SqliteConnection connection, string table) =>
        connection.List($"SELECT name FROM pragma_table_info('{table}')", static r => r.GetString(0));
}
