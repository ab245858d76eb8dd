using Microsoft.Data.Sqlite;

namespace Reelmill.Library.Catalog.Sqlite;

/// <summary>Writes rows for results that a repair found on disk. Their items have no recipe, so the next run on the same inputs processes them.</summary>
internal static class RestoredTable
{
    /// <summary>Adds a done item, unless an item with the id exists.</summary>
    public static int AddItem(SqliteConnection connection, string id, string pipeline, string source, string video, long now) => connection.Execute(
        """
        INSERT OR IGNORE INTO items (id, pipeline, source, state, video, attempts, created_ms, updated_ms)
        VALUES ($id, $pipeline, $source, 'done', $video, 0, $now, $now)
        """,
        ("$id", id), ("$pipeline", pipeline), ("$source", source), ("$video", video), ("$now", now));

    /// <summary>Whether the pipeline has a done item with the content.</summary>
    public static bool HasItem(SqliteConnection connection, string pipeline, string video) => connection.Number(
        "SELECT count(*) FROM items WHERE pipeline = $pipeline AND video = $video AND state = 'done'", ("$pipeline", pipeline), ("$video", video)) > 0;

    /// <summary>Adds a frame, unless it exists.</summary>
    public static int AddFrame(SqliteConnection connection, FrameRecord frame) => connection.Execute(
        """
        INSERT OR IGNORE INTO frames (video, time_ms, width, height, sharpness, dark, bright, mean, contrast, information, hash,
          kept, rule, score, threshold, twin, path, sha256, bytes, measured)
        VALUES ($video, $time, $width, $height, $unknown, 0, 0, 0, 0, 0, $hash, $kept, $rule, $score, $threshold, $twin, $path, $sha256, $bytes, $measured)
        """,
        ("$video", frame.Video), ("$time", frame.TimeMs), ("$width", frame.Width), ("$height", frame.Height), ("$unknown", FrameRecord.Unscored),
        ("$hash", unchecked((long)frame.Hash)), ("$kept", frame.Kept), ("$rule", frame.Rule), ("$score", frame.Score), ("$threshold", frame.Threshold),
        ("$twin", frame.DuplicateOf), ("$path", frame.Path), ("$sha256", frame.Sha256), ("$bytes", frame.Path is null ? null : frame.Bytes ?? 0), ("$measured", frame.Values?.Stored));

    /// <summary>Adds a file of a finished item, other than a frame, unless it exists.</summary>
    public static int AddFile(SqliteConnection connection, string pipeline, string video, Artifact file) => connection.Execute(
        "INSERT OR IGNORE INTO artifacts (path, pipeline, video, sha256, bytes) VALUES ($path, $pipeline, $video, $sha256, $bytes)",
        ("$path", file.Path), ("$pipeline", pipeline), ("$video", video), ("$sha256", file.Sha256), ("$bytes", file.Bytes));

    /// <summary>Adds a chunk, unless it exists.</summary>
    public static int AddChunk(SqliteConnection connection, string item, int sequence, string record) => connection.Execute(
        "INSERT OR IGNORE INTO chunks (item, sequence, fingerprint, attempts, record) VALUES ($item, $sequence, '', 1, $record)",
        ("$item", item), ("$sequence", sequence), ("$record", record));
}
