using Microsoft.Data.Sqlite;
using Reelmill.Library.Catalog.Ownership;
using Reelmill.Library.Catalog.Sqlite;

namespace Reelmill.Library.Catalog;

/// <summary>Removes items from a catalog, with the frames and files that only they have.</summary>
/// <param name="catalog">The library's catalog, open for writing.</param>
/// <remarks>Thread-safe. Every member throws what <see cref="SqliteCatalog"/> throws.</remarks>
public sealed class RemovalStore(SqliteCatalog catalog)
{
    /// <summary>
    /// Removes items that are done or have failed; pending and running items stay. The frames and files of a content are
    /// removed with the last item of their pipeline that has that content.
    /// </summary>
    /// <param name="ids">The items' ids.</param>
    /// <param name="cancellationToken">Stops the wait for other writes.</param>
    /// <returns>The removed items and files. The files are still on disk, unlisted by the catalog, until the next sweep deletes them.</returns>
    public Task<Removal> RemoveAsync(IReadOnlyCollection<string> ids, CancellationToken cancellationToken = default) => catalog.WriteAsync(
        c =>
        {
            var items = ids.Select(id => ItemTable.Find(c, id)).OfType<Item>().Where(static i => i is { State: ItemState.Done or ItemState.Failed }).ToArray();
            return new Removal(items, [.. items.SelectMany(i => Remove(c, i)), .. items.SelectMany(i => JournalChunks(c, i)), .. items.SelectMany(i => JournalKeys(c, i))]);
        },
        cancellationToken);

    /// <summary>Whether any item has the given content.</summary>
    /// <param name="video">The content's id.</param>
    /// <param name="pipeline">The pipeline whose items count; null for all.</param>
    /// <param name="cancellationToken">Stops the wait.</param>
    public Task<bool> IsKnownAsync(string video, string? pipeline, CancellationToken cancellationToken = default) => catalog.ReadAsync(
        c => c.Number("SELECT count(*) FROM items WHERE video = $video AND ($pipeline IS NULL OR pipeline = $pipeline)", ("$video", video), ("$pipeline", pipeline)) > 0,
        cancellationToken);

    /// <summary>Journals the chunks of an item, whose folder belongs to that item alone.</summary>
    private List<string> JournalChunks(SqliteConnection connection, Item item) =>
        JournalFiles(connection, LibraryLayout.Chunks, item.Id, static name => ArtifactPattern.ParseChunkSequence(name) is not null || ArtifactPattern.IsChunkSetFile(name));

    private List<string> JournalKeys(SqliteConnection connection, Item item) =>
        item.Video is { } video && connection.Number("SELECT count(*) FROM items WHERE video = $video AND pipeline = 'hls'", ("$video", video)) == 0
            ? JournalFiles(connection, LibraryLayout.Keys, video, ArtifactPattern.IsKey)
            : [];

    /// <summary>Journals an item's files that the catalog does not record one by one.</summary>
    private List<string> JournalFiles(SqliteConnection connection, string kind, string id, Func<string, bool> isOwn)
    {
        var folder = Path.Combine(catalog.Folder, kind, id);
        List<string> paths = Directory.Exists(folder)
            ? [.. Directory.EnumerateFiles(folder).Select(static f => Path.GetFileName(f)!).Where(isOwn).Order(StringComparer.Ordinal).Select(name => $"{kind}/{id}/{name}")]
            : [];
        paths.ForEach(path => connection.Execute("INSERT OR IGNORE INTO journal (path) VALUES ($path)", ("$path", path)));
        return paths;
    }

    private static IEnumerable<string> Remove(SqliteConnection connection, Item item)
    {
        foreach (var table in new[] { "attempts", "chunks" })
        {
            connection.Execute($"DELETE FROM {table} WHERE item = $id", ("$id", item.Id));
        }

        connection.Execute("DELETE FROM items WHERE id = $id", ("$id", item.Id));
        if (item.Video is not { } video)
        {
            return [];
        }

        var before = ListFiles(connection, video);
        FrameTable.DropOrphans(connection, video);
        ArtifactTable.DropOrphans(connection, video);
        return before.Except(ListFiles(connection, video)).Select(static f => f.Path);
    }

    private static List<Artifact> ListFiles(SqliteConnection connection, string video) => connection.List(
        """
        SELECT path, sha256, bytes FROM frames WHERE video = $video AND path IS NOT NULL
        UNION ALL SELECT path, sha256, bytes FROM artifacts WHERE video = $video
        """,
        ArtifactTable.Map,
        ("$video", video));
}

/// <summary>The items and files that were removed from a catalog.</summary>
/// <param name="Items">The items, as they were before.</param>
/// <param name="Files">The paths of the files that the catalog no longer records, relative to the library's folder.</param>
public sealed record Removal(IReadOnlyList<Item> Items, IReadOnlyList<string> Files);
