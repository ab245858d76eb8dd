using Microsoft.Data.Sqlite;

namespace Reelmill.Library.Catalog.Sqlite;

/// <summary>Begins and ends attempts, together with the state of their items.</summary>
internal static class AttemptTable
{
    public static int Begin(SqliteConnection connection, string item, string run, long now)
    {
        var changed = connection.Execute(
            """
            UPDATE items SET state = 'running', attempts = attempts + 1, updated_ms = $now,
              error_code = NULL, error_message = NULL, error_detail = NULL
            WHERE id = $item AND state <> 'running'
            """,
            ("$item", item), ("$now", now));
        if (changed == 0)
        {
            throw CannotBegin(connection, item);
        }

        return (int)connection.Number(
            """
            INSERT INTO attempts (item, number, run, started_ms)
            SELECT id, attempts, $run, $now FROM items WHERE id = $item
            RETURNING number
            """,
            ("$item", item), ("$run", run), ("$now", now));
    }

    public static void Complete(SqliteConnection connection, string item, CatalogResult result, long now)
    {
        End(connection, item, "done", error: null, now);
        connection.Execute(
            """
            UPDATE items SET state = 'done', video = $video, fingerprint = $fingerprint, options = $options,
              source_stamp = $stamp, media = $media, outcome = $outcome, updated_ms = $now
            WHERE id = $item
            """,
            ("$item", item), ("$video", result.Video), ("$fingerprint", result.Fingerprint), ("$options", result.Options),
            ("$stamp", result.SourceStamp), ("$media", result.Media), ("$outcome", result.Outcome), ("$now", now));
    }

    /// <summary>Records a failure. Earlier results stay: a source that is unreachable today must not remove them.</summary>
    public static void Fail(SqliteConnection connection, string item, CatalogFailure failure, long now)
    {
        End(connection, item, "failed", failure.Code, now);
        connection.Execute(
            """
            UPDATE items SET state = 'failed', updated_ms = $now,
              error_code = $code, error_message = $message, error_detail = $detail
            WHERE id = $item
            """,
            ("$item", item), ("$now", now),
            ("$code", failure.Code), ("$message", failure.Message), ("$detail", failure.Detail));
    }

    public static void Release(SqliteConnection connection, string item, string outcome, long now)
    {
        End(connection, item, outcome, error: null, now);
        connection.Execute(
            "UPDATE items SET state = 'pending', updated_ms = $now WHERE id = $item", ("$item", item), ("$now", now));
    }

    private static void End(SqliteConnection connection, string item, string outcome, string? error, long now)
    {
        var ended = connection.Execute(
            """
            UPDATE attempts SET ended_ms = $now, outcome = $outcome, error_code = $error
            WHERE item = $item AND ended_ms IS NULL
            """,
            ("$item", item), ("$outcome", outcome), ("$error", error), ("$now", now));
        if (ended == 0)
        {
            throw new LibraryException(
                "item_not_running", $"Ending the attempt on the item {item}: the item has no open attempt. Begin an attempt first.");
        }
    }

    private static LibraryException CannotBegin(SqliteConnection connection, string item) =>
        ItemTable.Find(connection, item) is null
            ? new LibraryException("item_unknown", $"Beginning an attempt on the item {item}: the catalog has no such item. Enqueue it first.")
            : new LibraryException("item_running", $"Beginning an attempt on the item {item}: another attempt is open. End that attempt first.");
}
