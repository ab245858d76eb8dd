using Microsoft.Data.Sqlite;
using Reelmill.Library.Catalog.Sqlite;

namespace Reelmill.Library.Ownership;

/// <summary>
/// What a library may remove from its folder, as paths below it: names that it is about to give and files that it names no
/// more. A name is in the journal before it comes to be on the disk. Nothing else is ever removed by a library itself.
/// </summary>
/// <param name="catalog">The library's catalog; adding and removing need one that is open for writing.</param>
/// <remarks>
/// Thread-safe, and as durable as the catalog. A file leaves the journal in the transaction that records it, and enters
/// it in the transaction that drops its record.
/// </remarks>
public sealed class Journal(SqliteCatalog catalog)
{
    /// <summary>Notes names before they come to be on the disk. Files that the catalog records stay out.</summary>
    /// <param name="paths">The paths, with forward slashes.</param>
    /// <param name="cancellationToken">Stops the wait for other writes.</param>
    public Task AddAsync(IReadOnlyCollection<string> paths, CancellationToken cancellationToken) => catalog.WriteAsync(
        c =>
        {
            using var insert = c.Command("INSERT OR IGNORE INTO journal (path) VALUES ($path)", ("$path", null));
            return Each(insert, paths);
        },
        cancellationToken);

    /// <summary>Forgets names that are not on the disk any more.</summary>
    /// <param name="paths">The paths.</param>
    /// <param name="cancellationToken">Stops the wait for other writes.</param>
    public Task RemoveAsync(IReadOnlyCollection<string> paths, CancellationToken cancellationToken) => catalog.WriteAsync(
        c =>
        {
            using var delete = c.Command("DELETE FROM journal WHERE path = $path", ("$path", null));
            return Each(delete, paths);
        },
        cancellationToken);

    /// <summary>Lists the names below a folder of the library, such as <c>tmp</c>; all of them when it is empty.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="cancellationToken">Stops the wait.</param>
    public Task<IReadOnlyList<string>> ListAsync(string folder, CancellationToken cancellationToken) => catalog.ReadAsync<IReadOnlyList<string>>(
        c => folder.Length == 0
            ? c.List("SELECT path FROM journal ORDER BY path", static r => r.GetString(0))
            : c.List(Below("journal"), static r => r.GetString(0), ("$from", folder + "/"), ("$to", folder + "0")),
        cancellationToken);

    /// <summary>The names of all files in an artifact's folder that the library knows for its own: recorded or journaled.</summary>
    /// <param name="kind">The kind, such as <see cref="LibraryLayout.Frames"/>.</param>
    /// <param name="id">The id.</param>
    /// <param name="cancellationToken">Stops the wait.</param>
    public Task<IReadOnlySet<string>> KnownNamesAsync(string kind, string id, CancellationToken cancellationToken) => catalog.ReadAsync<IReadOnlySet<string>>(
        c => KnownNames(c, kind, id), cancellationToken);

    /// <summary>Whether a file may be removed: the library knows it for its own and does not record it.</summary>
    /// <param name="path">The path.</param>
    /// <param name="cancellationToken">Stops the wait.</param>
    public Task<bool> HasAsync(string path, CancellationToken cancellationToken) => catalog.ReadAsync(
        c => c.Number("SELECT count(*) FROM journal WHERE path = $path", ("$path", path)) > 0, cancellationToken);

    internal static HashSet<string> KnownNames(SqliteConnection connection, string kind, string id) => connection.List(
        $"""
        SELECT path FROM frames WHERE video = $id AND $kind = '{LibraryLayout.Frames}' AND path IS NOT NULL
        UNION ALL {Below("artifacts")}
        UNION ALL {Below("journal")}
        """,
        static r => Path.GetFileName(r.GetString(0)),
        ("$id", id), ("$kind", kind), ("$from", $"{kind}/{id}/"), ("$to", $"{kind}/{id}0")).ToHashSet(StringComparer.Ordinal);

    // "0" follows "/": the range holds what begins with the folder and a slash, and an index serves it.
    private static string Below(string table) => $"SELECT path FROM {table} WHERE path > $from AND path < $to";

    private static int Each(SqliteCommand command, IEnumerable<string> paths)
    {
        foreach (var path in paths)
        {
            command.Parameters[0].Value = path;
            command.ExecuteNonQuery();
        }

        return 0;
    }
}
