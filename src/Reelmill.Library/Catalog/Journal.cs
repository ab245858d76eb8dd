using Microsoft.Data.Sqlite;
using Reelmill.Library.Catalog.Sqlite;

namespace Reelmill.Library.Catalog;

/// <summary>
/// Lists the files that a library may delete, as paths relative to its folder: files that it is about to write and files
/// that the catalog no longer records. A path enters the journal before its file exists. The library deletes nothing else.
/// </summary>
/// <param name="catalog">The library's catalog, open for writing where paths are added or removed.</param>
/// <remarks>
/// Thread-safe, and as durable as the catalog. A path leaves the journal in the transaction that records its file, and
/// enters the journal in the transaction that deletes the record.
/// </remarks>
public sealed class Journal(SqliteCatalog catalog)
{
    /// <summary>Adds paths before their files exist. A sweep keeps journaled files that the catalog records.</summary>
    /// <param name="paths">The paths, with forward slashes.</param>
    /// <param name="cancellationToken">Stops the wait for other writes.</param>
    public Task AddAsync(IReadOnlyCollection<string> paths, CancellationToken cancellationToken) => catalog.WriteAsync(
        c =>
        {
            using var insert = c.Command("INSERT OR IGNORE INTO journal (path) VALUES ($path)", ("$path", null));
            return ExecuteForEach(insert, paths);
        },
        cancellationToken);

    /// <summary>Removes paths whose files are no longer on disk.</summary>
    /// <param name="paths">The paths.</param>
    /// <param name="cancellationToken">Stops the wait for other writes.</param>
    public Task RemoveAsync(IReadOnlyCollection<string> paths, CancellationToken cancellationToken) => catalog.WriteAsync(
        c =>
        {
            using var delete = c.Command("DELETE FROM journal WHERE path = $path", ("$path", null));
            return ExecuteForEach(delete, paths);
        },
        cancellationToken);

    /// <summary>Lists the paths below a folder of the library, in ordinal order.</summary>
    /// <param name="folder">The folder, such as <c>tmp</c>; empty for all paths.</param>
    /// <param name="cancellationToken">Stops the wait.</param>
    public Task<IReadOnlyList<string>> ListAsync(string folder, CancellationToken cancellationToken) => catalog.ReadAsync<IReadOnlyList<string>>(
        c => folder.Length == 0
            ? c.List("SELECT path FROM journal ORDER BY path", static r => r.GetString(0))
            : c.List(SelectBelow("journal"), static r => r.GetString(0), ("$from", folder + "/"), ("$to", folder + "0")),
        cancellationToken);

    /// <summary>Lists the names of the library's own files in one artifact folder: those that are recorded or journaled.</summary>
    /// <param name="kind">The kind, such as <see cref="LibraryLayout.Frames"/>.</param>
    /// <param name="id">The id.</param>
    /// <param name="cancellationToken">Stops the wait.</param>
    public Task<IReadOnlySet<string>> KnownNamesAsync(string kind, string id, CancellationToken cancellationToken) => catalog.ReadAsync<IReadOnlySet<string>>(
        c => KnownNames(c, kind, id), cancellationToken);

    /// <summary>Whether a path is in the journal, so that the library may delete its file.</summary>
    /// <param name="path">The path.</param>
    /// <param name="cancellationToken">Stops the wait.</param>
    public Task<bool> HasAsync(string path, CancellationToken cancellationToken) => catalog.ReadAsync(
        c => c.Number("SELECT count(*) FROM journal WHERE path = $path", ("$path", path)) > 0, cancellationToken);

    internal static HashSet<string> KnownNames(SqliteConnection connection, string kind, string id) => connection.List(
        $"""
        SELECT path FROM frames WHERE video = $id AND $kind = '{LibraryLayout.Frames}' AND path IS NOT NULL
        UNION ALL {SelectBelow("artifacts")}
        UNION ALL {SelectBelow("journal")}
        """,
        static r => Path.GetFileName(r.GetString(0)),
        ("$id", id), ("$kind", kind), ("$from", $"{kind}/{id}/"), ("$to", $"{kind}/{id}0")).ToHashSet(StringComparer.Ordinal);

    // '0' is the character after '/': the range covers every path that begins with the folder and a slash, by an index.
    private static string SelectBelow(string table) => $"SELECT path FROM {table} WHERE path > $from AND path < $to";

    private static int ExecuteForEach(SqliteCommand command, IEnumerable<string> paths)
    {
        foreach (var path in paths)
        {
            command.Parameters[0].Value = path;
            command.ExecuteNonQuery();
        }

        return 0;
    }
}
