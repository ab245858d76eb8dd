using Microsoft.Data.Sqlite;

namespace Reelmill.Library.Catalog.Sqlite;

/// <summary>Reads and adds items.</summary>
internal static class ItemTable
{
    private const string Columns =
        """
        id, pipeline, source, state, video, fingerprint, options, source_stamp, media, metadata,
        error_code, error_message, error_detail, attempts, created_ms, updated_ms, outcome
        """;

    /// <summary>The condition that an item's results are in the library: the item is done, or reprocessing it failed.</summary>
    public const string IsPresent = "state IN ('done', 'failed')";

    /// <summary>The FROM clause of the items of the library's videos. SQLite would not choose this index by itself.</summary>
    public const string FromVideos = $"items INDEXED BY items_present WHERE {IsPresent} AND video IS NOT NULL AND pipeline IN ('mine', 'hls', 'chunk')";

    public static int Insert(SqliteConnection connection, IEnumerable<NewItem> items, long now)
    {
        using var insert = connection.Command(
            """
            INSERT OR IGNORE INTO items (id, pipeline, source, state, metadata, attempts, created_ms, updated_ms)
            VALUES ($id, $pipeline, $source, 'pending', $metadata, 0, $now, $now)
            """,
            ("$id", null), ("$pipeline", null), ("$source", null), ("$metadata", null), ("$now", now));
        using var move = connection.Command(
            """
            UPDATE items SET source = $source, metadata = CASE WHEN $replaces OR metadata IS NULL THEN $metadata ELSE metadata END
            WHERE id = $id AND (source <> $source OR ($replaces AND metadata IS NOT $metadata))
            """,
            ("$id", null), ("$source", null), ("$metadata", null), ("$replaces", null));
        var added = 0;
        foreach (var item in items)
        {
            insert.Parameters[0].Value = item.Id;
            insert.Parameters[1].Value = item.Pipeline;
            insert.Parameters[2].Value = item.Source;
            insert.Parameters[3].Value = (object?)item.Metadata ?? DBNull.Value;
            added += insert.ExecuteNonQuery();
            if (item.Identity is not null)
            {
                move.Parameters[0].Value = item.Id;
                move.Parameters[1].Value = item.Source;
                move.Parameters[2].Value = (object?)item.Metadata ?? DBNull.Value;
                move.Parameters[3].Value = item.ReplacesMetadata;
                move.ExecuteNonQuery();
            }
        }

        return added;
    }

    public static Item? Find(SqliteConnection connection, string id) =>
        connection.List($"SELECT {Columns} FROM items WHERE id = $id", Map, ("$id", id)) is [var item] ? item : null;

    /// <summary>Selects items by the conditions that the filter sets, and no others, so that an index can serve the query.</summary>
    public static SqliteCommand Select(SqliteConnection connection, ItemFilter filter)
    {
        // The unary plus keeps SQLite off the index of states, of which there are four, in favor of the index of contents.
        var state = filter.Video is null ? "state = $state" : "+state = $state";
        (string Condition, string Name, string? Value)[] all =
        [
            (state, "$state", filter.State is { } wanted ? StateNames.Format(wanted) : null),
            ("pipeline = $pipeline", "$pipeline", filter.Pipeline),
            ("error_code = $error", "$error", filter.ErrorCode),
            ("video = $video", "$video", filter.Video),
            ("substr(source, 1, length($under)) = $under", "$under", filter.Under),
        ];
        var named = all.Where(static c => c.Value is not null).ToArray();
        return connection.Command(
            $"SELECT {Columns} FROM items WHERE {string.Join(" AND ", named.Select(static c => c.Condition).DefaultIfEmpty("true"))} ORDER BY source, pipeline",
            [.. named.Select(static c => (c.Name, (object?)c.Value))]);
    }

    /// <summary>Selects the items of the library's videos after a content id, ordered by content id and source.</summary>
    public static SqliteCommand SelectVideos(SqliteConnection connection, string after) => connection.Command(
        $"""
        SELECT {Columns} FROM {FromVideos} AND video > $after
        ORDER BY video, source
        """,
        ("$after", after));

    public static List<Item> ListByVideo(SqliteConnection connection, string video) => connection.List(
        $"""
        SELECT {Columns} FROM {FromVideos} AND video = $video
        ORDER BY source
        """,
        Map,
        ("$video", video));

    public static List<Item> ListRunning(SqliteConnection connection) =>
        connection.List($"SELECT {Columns} FROM items WHERE state = 'running' ORDER BY source, pipeline", Map);

    /// <summary>Fails the done items of <c>mine</c> whose videos have a message, and restores those that had failed with the code and have none. The time of the last change stays.</summary>
    public static List<Item> FailVideos(SqliteConnection connection, string code, IReadOnlyDictionary<string, string> messages)
    {
        foreach (var restored in connection.List("SELECT id, video FROM items WHERE state = 'failed' AND error_code = $code", static r => (Id: r.GetString(0), Video: r.TextOrNull(1)), ("$code", code)))
        {
            if (restored.Video is { } video && !messages.ContainsKey(video))
            {
                connection.Execute("UPDATE items SET state = 'done', error_code = NULL, error_message = NULL, error_detail = NULL WHERE id = $id", ("$id", restored.Id));
            }
        }

        var failed = new List<Item>();
        foreach (var (video, message) in messages)
        {
            failed.AddRange(connection.List(
                $"""
                UPDATE items SET state = 'failed', error_code = $code, error_message = $message, error_detail = NULL
                WHERE video = $video AND pipeline = 'mine' AND state = 'done' RETURNING {Columns}
                """,
                Map,
                ("$code", code), ("$message", message), ("$video", video)));
            connection.Execute(
                "UPDATE items SET error_message = $message WHERE video = $video AND pipeline = 'mine' AND state = 'failed' AND error_code = $code",
                ("$code", code), ("$message", message), ("$video", video));
        }

        return [.. failed.OrderBy(static i => i.Source, StringComparer.Ordinal)];
    }

    public static Item Map(SqliteDataReader row) => new()
    {
        Id = row.GetString(0),
        Pipeline = row.GetString(1),
        Source = row.GetString(2),
        State = StateNames.ParseItemState(row.GetString(3)),
        Video = row.TextOrNull(4),
        Fingerprint = row.TextOrNull(5),
        Options = row.TextOrNull(6),
        SourceStamp = row.TextOrNull(7),
        Media = row.TextOrNull(8),
        Metadata = row.TextOrNull(9),
        ErrorCode = row.TextOrNull(10),
        ErrorMessage = row.TextOrNull(11),
        ErrorDetail = row.TextOrNull(12),
        Attempts = row.GetInt32(13),
        CreatedMs = row.GetInt64(14),
        UpdatedMs = row.GetInt64(15),
        Outcome = row.TextOrNull(16),
    };
}
