using Microsoft.Data.Sqlite;

namespace Reelmill.Library.Catalog.Sqlite;

/// <summary>Reads and writes the chunks of items.</summary>
internal static class ChunkTable
{
    public static List<ChunkRow> List(SqliteConnection connection, string item) => connection.List(
        "SELECT sequence, fingerprint, attempts, record FROM chunks WHERE item = $item ORDER BY sequence",
        static r => new ChunkRow(r.GetInt32(0), r.GetString(1), r.GetInt32(2), r.TextOrNull(3)),
        ("$item", item));

    public static int Begin(SqliteConnection connection, string item, int sequence, string fingerprint) => (int)connection.Number(
        """
        INSERT INTO chunks (item, sequence, fingerprint, attempts) VALUES ($item, $sequence, $fingerprint, 1)
        ON CONFLICT (item, sequence) DO UPDATE SET
          attempts = iif(fingerprint = excluded.fingerprint, attempts + 1, 1), fingerprint = excluded.fingerprint, record = NULL
        RETURNING attempts
        """,
        ("$item", item), ("$sequence", sequence), ("$fingerprint", fingerprint));

    public static int Complete(SqliteConnection connection, string item, int sequence, string record) => connection.Execute(
        "UPDATE chunks SET record = $record WHERE item = $item AND sequence = $sequence",
        ("$item", item), ("$sequence", sequence), ("$record", record));

    public static int Trim(SqliteConnection connection, string item, int count) =>
        connection.Execute("DELETE FROM chunks WHERE item = $item AND sequence >= $count", ("$item", item), ("$count", count));
}
