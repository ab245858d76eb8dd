using Microsoft.Data.Sqlite;
using Reelmill.Library.Artifacts;
using Reelmill.Library.Catalog.Sqlite;
using Reelmill.Library.Ownership;

namespace Reelmill.Library.Catalog;

/// <summary>Takes items out of a catalog, with what the catalog knows through them alone.</summary>
/// <param name="catalog">The library's catalog, open for writing.</param>
/// <remarks>Thread-safe. Every member throws what <see cref="SqliteCatalog"/> throws.</remarks>
public sealed class RemovalStore(SqliteCatalog catalog)
{
    /// <summary>
    /// Removes items that are done or have failed; those that wait or are worked on stay. Frames and files of a content go
    /// with the last item of their pipeline that has it.
    /// </summary>
    /// <param name="ids">The items' ids.</param>
    /// <param name="cancellationToken">Stops the wait for other writes.</param>
    /// <returns>What was removed. The files are still on the disk: without the catalog, nobody sees them, and the next sweep takes them.</returns>
    public Task<Removal> RemoveAsync(IReadOnlyCollection<string> ids, CancellationToken cancellationToken = default) => catalog.WriteAsync(
        c =>
        {
            var items = ids.Select(id => ItemTable.Find(c, id)).OfType<Item>().Where(static i => i is { State: ItemState.Done or ItemState.Failed }).ToArray();
            return new Removal(items, [.. items.SelectMany(i => Remove(c, i)), .. items.SelectMany(i => DisownChunks(c, i)), .. items.SelectMany(i => DisownKeys(c, i))]);
        },
        cancellationToken);

    /// <summary>Whether any item has a content.</summary>
    /// <param name="video">The content's id.</param>
    /// <param name="pipeline">The pipeline whose items count; null for all.</param>
    /// <param name="cancellationToken">Stops the wait.</param>
    public Task<bool> IsKnownAsync(string video, string? pipeline, CancellationToken cancellationToken = default) => catalog.ReadAsync(
        c => c.Number("SELECT count(*) FROM items WHERE video = $video AND ($pipeline IS NULL OR pipeline = $pipeline)", ("$video", video), ("$pipeline", pipeline)) > 0,
        cancellationToken);

    /// <summary>Chunks lie in a folder with the id of their item, as nothing else does.</summary>
    private List<string> DisownChunks(SqliteConnection connection, Item item) =>
        Disown(connection, LibraryLayout.Chunks, item.Id, static name => ArtifactShape.SequenceOf(name) is not null || ArtifactShape.IsOfAllChunks(name));

    private List<string> DisownKeys(SqliteConnection connection, Item item) =>
        item.Video is { } video && connection.Number("SELECT count(*) FROM items WHERE video = $video AND pipeline = 'hls'", ("$video", video)) == 0
            ? Disown(connection, LibraryLayout.Keys, video, ArtifactShape.IsKey)
            : [];

    /// <summary>Files that the catalog does not list one by one go into the journal with the item that they are of.</summary>
    private List<string> Disown(SqliteConnection connection, string kind, string id, Func<string, bool> isOwn)
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

        var before = Files(connection, video);
        FrameTable.DropOrphans(connection, video);
        ArtifactTable.DropOrphans(connection, video);
        return before.Except(Files(connection, video)).Select(static f => f.Path);
    }

    private static List<Artifact> Files(SqliteConnection connection, string video) => connection.List(
        """
        SELECT path, sha256, bytes FROM frames WHERE video = $video AND path IS NOT NULL
        UNION ALL SELECT path, sha256, bytes FROM artifacts WHERE video = $video
        """,
        ArtifactTable.Map,
        ("$video", video));
}

/// <summary>What was removed from a catalog.</summary>
/// <param name="Items">The items, as they were.</param>
/// <param name="Files">The paths of the files that the catalog names no more, below the library's folder.</param>
public sealed record Removal(IReadOnlyList<Item> Items, IReadOnlyList<string> Files);
