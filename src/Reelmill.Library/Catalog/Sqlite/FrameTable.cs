using Microsoft.Data.Sqlite;

namespace Reelmill.Library.Catalog.Sqlite;

/// <summary>Reads and writes frames.</summary>
internal static class FrameTable
{
    // An item keeps its content's id while it is reprocessed and when that fails, so its frames stay until they are replaced.
    private const string HasPresentItem =
        $"EXISTS (SELECT 1 FROM items WHERE items.video = frames.video AND items.pipeline = 'mine' AND items.{ItemTable.IsPresent})";

    private const string HasDroppedFile = "NOT kept AND path IS NOT NULL";

    public static void Replace(SqliteConnection connection, string video, IReadOnlyList<FrameRecord> frames)
    {
        connection.Execute("DELETE FROM frames WHERE video = $video", ("$video", video));
        using var insert = new FrameInsert(connection);
        foreach (var frame in frames)
        {
            insert.Add(frame);
        }
    }

    /// <summary>Deletes the frames of a content that no item has. The next sweep deletes their files.</summary>
    public static void DropOrphans(SqliteConnection connection, string? video)
    {
        if (video is not null)
        {
            connection.Execute(
                "DELETE FROM frames WHERE video = $video AND NOT EXISTS (SELECT 1 FROM items WHERE video = $video AND pipeline = 'mine')",
                ("$video", video));
        }
    }

    /// <summary>Lists the frames of one video, ordered by time.</summary>
    public static List<FrameRecord> List(SqliteConnection connection, string video) => connection.List(
        $"SELECT {FrameColumns.All} FROM frames WHERE video = $video ORDER BY time_ms", FrameColumns.Map, ("$video", video));

    /// <summary>Lists up to <paramref name="limit"/> frames of one video after a time, ordered by time.</summary>
    public static List<FrameRecord> ListPage(SqliteConnection connection, string video, long afterMs, int limit) => connection.List(
        $"SELECT {FrameColumns.All} FROM frames WHERE video = $video AND time_ms > $after ORDER BY time_ms LIMIT $limit",
        FrameColumns.Map,
        ("$video", video), ("$after", afterMs), ("$limit", limit));

    public static FrameRecord? Find(SqliteConnection connection, string video, long timeMs) => connection.List(
        $"SELECT {FrameColumns.All} FROM frames WHERE video = $video AND time_ms = $time", FrameColumns.Map, ("$video", video), ("$time", timeMs)) is [var frame] ? frame : null;

    public static VideoFrames Count(SqliteConnection connection, string video)
    {
        var (sampled, kept) = connection.List(
            "SELECT count(*), coalesce(sum(kept), 0) FROM frames WHERE video = $video", r => (r.GetInt64(0), r.GetInt64(1)), ("$video", video))[0];
        var first = connection.List(
            "SELECT time_ms FROM frames WHERE video = $video AND path IS NOT NULL ORDER BY kept DESC, time_ms LIMIT 1", r => r.GetInt64(0), ("$video", video));
        return new VideoFrames(sampled, kept, first is [var time] ? time : null);
    }

    public static SqliteCommand Select(SqliteConnection connection) =>
        connection.Command($"SELECT {FrameColumns.All} FROM frames WHERE {HasPresentItem} ORDER BY video, time_ms");

    public static SqliteCommand SelectArtifacts(SqliteConnection connection) => connection.Command(
        "SELECT path, sha256, bytes FROM frames WHERE path IS NOT NULL ORDER BY video, time_ms");

    /// <summary>Selects the files of dropped frames, grouped by folder.</summary>
    public static SqliteCommand SelectDropped(SqliteConnection connection) => connection.Command(
        $"SELECT path, sha256, bytes FROM frames WHERE {HasDroppedFile} ORDER BY video, time_ms");

    /// <summary>Clears the files of dropped frames. The file of a frame that is kept stays.</summary>
    public static int ForgetDropped(SqliteConnection connection, IEnumerable<string> paths)
    {
        using var update = connection.Command(
            $"UPDATE frames SET path = NULL, sha256 = NULL, bytes = NULL WHERE video = $video AND {HasDroppedFile} AND path = $path", ("$video", null), ("$path", null));
        var changed = 0;
        foreach (var path in paths)
        {
            update.Parameters[0].Value = path.Split('/')[1];
            update.Parameters[1].Value = path;
            changed += update.ExecuteNonQuery();
        }

        return changed;
    }

    public static List<VideoSources> ListVideos(SqliteConnection connection)
    {
        var rows = connection.List(
            $"SELECT DISTINCT video, source FROM items WHERE pipeline = 'mine' AND {ItemTable.IsPresent} AND video IS NOT NULL ORDER BY video",
            row => (Video: row.GetString(0), Source: row.GetString(1)));

        // SQLite orders text by UTF-8 bytes, .NET by UTF-16 code units. Sorting here gives .NET's ordinal order.
        return [.. rows
            .GroupBy(r => r.Video, r => r.Source, StringComparer.Ordinal)
            .Select(g => new VideoSources(g.Key, [.. g.Order(StringComparer.Ordinal)]))];
    }

    /// <summary>Maps each video to its first source in ordinal order, with the properties of that input.</summary>
    public static Dictionary<string, (string Source, InputFacts Facts)> MapInputs(SqliteConnection connection)
    {
        var rows = connection.List(
            $"SELECT video, source, media, metadata FROM items WHERE pipeline = 'mine' AND {ItemTable.IsPresent} AND video IS NOT NULL",
            static row => (Video: row.GetString(0), Source: row.GetString(1), Media: row.TextOrNull(2), Metadata: row.TextOrNull(3)));
        return rows.GroupBy(static r => r.Video, StringComparer.Ordinal).ToDictionary(
            static g => g.Key,
            static g => ReadFacts(g.MinBy(static r => r.Source, StringComparer.Ordinal)),
            StringComparer.Ordinal);
    }

    private static (string Source, InputFacts Facts) ReadFacts((string Video, string Source, string? Media, string? Metadata) row) =>
        (row.Source, InputFacts.Read(row.Media, row.Metadata));

    public static int ApplyDecisions(SqliteConnection connection, IEnumerable<FrameRecord> decided)
    {
        using var update = connection.Command(
            """
            UPDATE frames SET kept = $kept, rule = $rule, score = $score, threshold = $threshold, twin = $twin,
              path = $path, sha256 = $sha256, bytes = $bytes, detections = coalesce($detections, detections), measured = coalesce($measured, measured)
            WHERE video = $video AND time_ms = $time
              AND (kept, rule, score, threshold, twin, path, sha256, bytes, detections, measured)
                IS NOT ($kept, $rule, $score, $threshold, $twin, $path, $sha256, $bytes, coalesce($detections, detections), coalesce($measured, measured))
            """,
            ("$video", null), ("$time", null), ("$kept", null), ("$rule", null), ("$score", null), ("$threshold", null),
            ("$twin", null), ("$path", null), ("$sha256", null), ("$bytes", null), ("$detections", null), ("$measured", null));
        var changed = 0;
        foreach (var frame in decided)
        {
            Bind(update.Parameters, frame);
            changed += update.ExecuteNonQuery();
        }

        return changed;
    }

    private static void Bind(SqliteParameterCollection values, FrameRecord frame)
    {
        FrameColumns.RequireFinite(frame.Video, frame.TimeMs, frame.Score ?? 0, frame.Threshold ?? 0);
        values[0].Value = frame.Video;
        values[1].Value = frame.TimeMs;
        values[2].Value = frame.Kept;
        values[3].Value = FrameColumns.OrNull(frame.Rule);
        values[4].Value = FrameColumns.OrNull(frame.Score);
        values[5].Value = FrameColumns.OrNull(frame.Threshold);
        values[6].Value = FrameColumns.OrNull(frame.DuplicateOf);
        values[7].Value = FrameColumns.OrNull(frame.Path ?? frame.DroppedFile?.Path);
        values[8].Value = FrameColumns.OrNull(frame.Sha256 ?? frame.DroppedFile?.Sha256);
        values[9].Value = FrameColumns.OrNull(frame.Bytes ?? frame.DroppedFile?.Bytes);
        values[10].Value = FrameColumns.OrNull(frame.Detections);
        values[11].Value = FrameColumns.OrNull(frame.Values?.Stored);
    }
}
