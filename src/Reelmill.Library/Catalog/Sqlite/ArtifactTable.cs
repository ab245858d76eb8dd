using Microsoft.Data.Sqlite;

namespace Reelmill.Library.Catalog.Sqlite;

/// <summary>Reads and writes the files of finished items, other than frames.</summary>
internal static class ArtifactTable
{
    public static void Replace(SqliteConnection connection, string item, string video, IReadOnlyList<Artifact> files)
    {
        connection.Execute(
            "DELETE FROM artifacts WHERE video = $video AND pipeline = (SELECT pipeline FROM items WHERE id = $item)", ("$video", video), ("$item", item));
        using var insert = connection.Command(
            "INSERT INTO artifacts (path, pipeline, video, sha256, bytes) SELECT $path, pipeline, $video, $sha256, $bytes FROM items WHERE id = $item",
            ("$path", null), ("$video", video), ("$sha256", null), ("$bytes", null), ("$item", item));
        foreach (var file in files)
        {
            insert.Parameters["$path"].Value = file.Path;
            insert.Parameters["$sha256"].Value = file.Sha256;
            insert.Parameters["$bytes"].Value = file.Bytes;
            insert.ExecuteNonQuery();
        }
    }

    /// <summary>Deletes the rows of files whose content no item of their pipeline has. The next sweep deletes the files.</summary>
    public static void DropOrphans(SqliteConnection connection, string? video)
    {
        if (video is not null)
        {
            connection.Execute(
                """
                DELETE FROM artifacts WHERE video = $video AND NOT EXISTS (
                  SELECT 1 FROM items WHERE items.video = artifacts.video AND items.pipeline = artifacts.pipeline)
                """,
                ("$video", video));
        }
    }

    public static List<Artifact> List(SqliteConnection connection, string pipeline, string video) => connection.List(
        "SELECT path, sha256, bytes FROM artifacts WHERE pipeline = $pipeline AND video = $video ORDER BY path", Map, ("$pipeline", pipeline), ("$video", video));

    public static Artifact? Find(SqliteConnection connection, string path) =>
        connection.List("SELECT path, sha256, bytes FROM artifacts WHERE path = $path", Map, ("$path", path)) is [var file] ? file : null;

    public static Artifact Map(SqliteDataReader row) => new(row.GetString(0), row.GetString(1), row.GetInt64(2));

    public static SqliteCommand Select(SqliteConnection connection) =>
        connection.Command("SELECT path, sha256, bytes FROM artifacts ORDER BY path");
}
