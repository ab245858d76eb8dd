using Microsoft.Data.Sqlite;
using Reelmill.Library.Artifacts.Disk;
using Reelmill.Library.Catalog.Sqlite;
using Reelmill.Library.Vectors.Embedded;

namespace Reelmill.Library.Ownership;

/// <summary>Finds files in the folders of a library that the library does not know.</summary>
public static class UnknownFiles
{
    private const string Vectors = "vectors";

    private static readonly string[] OfDownloads = [".part", ".part.json", ".part.json.new", ".yt-dlp"];

    /// <summary>Lists them, as paths below the library's folder. A folder that is unknown whole is one entry. Files beside the library's own folders are not looked at.</summary>
    /// <param name="catalog">The library's catalog.</param>
    /// <param name="cancellationToken">Stops the wait.</param>
    public static Task<IReadOnlyList<string>> ListAsync(SqliteCatalog catalog, CancellationToken cancellationToken) =>
        catalog.ReadAsync<IReadOnlyList<string>>(c => DiskArtifactStore.Guard("Looking through", catalog.Folder, () => Find(c, catalog.Folder)), cancellationToken);

    private static List<string> Find(SqliteConnection connection, string library)
    {
        var journal = connection.List("SELECT path FROM journal", static r => r.GetString(0)).ToHashSet(StringComparer.Ordinal);
        var contents = connection.List("SELECT DISTINCT video FROM items WHERE video IS NOT NULL", static r => r.GetString(0)).ToHashSet(StringComparer.Ordinal);
        var chunked = connection.List("SELECT id FROM items WHERE pipeline = 'chunk'", static r => r.GetString(0)).ToHashSet(StringComparer.Ordinal);
        return
        [
            .. InFolders(library, LibraryLayout.Frames, id => Journal.KnownNames(connection, LibraryLayout.Frames, id).Contains),
            .. InFolders(library, LibraryLayout.Hls, id => Journal.KnownNames(connection, LibraryLayout.Hls, id).Contains),
            .. InFolders(library, LibraryLayout.Chunks, id => chunked.Contains(id) ? static name => ArtifactShape.SequenceOf(name) is not null || ArtifactShape.IsOfAllChunks(name) : Nothing),
            .. InFolders(library, LibraryLayout.Keys, static id => ArtifactShape.IsId(id) ? ArtifactShape.IsKey : Nothing),
            .. InFolders(library, Vectors, name => NamesOfCollection(Path.Combine(library, Vectors, name)), LibraryLayout.Lock),
            .. In(library, LibraryLayout.Videos, name => contents.Contains(name) || journal.Contains($"{LibraryLayout.Videos}/{DownloadOf(name)}")),
            .. In(library, LibraryLayout.Uploads, name => journal.Contains($"{LibraryLayout.Uploads}/{name}")),
            .. In(library, LibraryLayout.Staging, name => journal.Contains($"{LibraryLayout.Staging}/{name}")),
        ];
    }

    private static bool Nothing(string name) => false;

    private static IEnumerable<string> InFolders(string library, string kind, Func<string, Func<string, bool>> knownIn, string? beside = null)
    {
        foreach (var id in Entries(Path.Combine(library, kind)).Where(name => name != beside))
        {
            var folder = Path.Combine(kind, id);
            var known = knownIn(id);
            if (NativeFile.KindOf(Path.Combine(library, folder)) != PathKind.Folder || !Entries(Path.Combine(library, folder)).Any(known))
            {
                yield return folder;
                continue;
            }

            foreach (var path in In(library, folder, name => known(name) || IsDraft(name, known)))
            {
                yield return path;
            }
        }
    }

    private static IEnumerable<string> In(string library, string folder, Func<string, bool> isKnown) =>
        Entries(Path.Combine(library, folder)).Where(name => !isKnown(name)).Select(name => Path.Combine(folder, name));

    private static string[] Entries(string folder) => Directory.Exists(folder)
        ? [.. Directory.EnumerateFileSystemEntries(folder).Select(static e => Path.GetFileName(e)!).Order(StringComparer.Ordinal)]
        : [];

    /// <summary>A file that is replaced whole is written under a name of its own first.</summary>
    private static bool IsDraft(string name, Func<string, bool> known) =>
        name is ['.', .. var inner] && inner.EndsWith(".tmp", StringComparison.Ordinal) && known(inner[..^".tmp".Length]);

    private static string DownloadOf(string name) =>
        OfDownloads.FirstOrDefault(suffix => name.EndsWith(suffix, StringComparison.Ordinal)) is { } suffix ? name[..^suffix.Length] : name;

    private static Func<string, bool> NamesOfCollection(string folder)
    {
        var path = Path.Combine(folder, CollectionFile.FileName);
        if (NativeFile.KindOf(path) != PathKind.File)
        {
            return Nothing;
        }

        try
        {
            var file = CollectionFile.Parse(path, File.ReadAllBytes(path));
            var names = file.Segments.Select(static s => s.Id).Concat(file.Removable).Select(CollectionFile.SegmentName).Append(CollectionFile.FileName).Append(HnswIndex.FileName).ToHashSet(StringComparer.Ordinal);
            return names.Contains;
        }
        catch (LibraryException)
        {
            // A collection that cannot be read is for its own errors to tell; its files are not strangers.
            return static _ => true;
        }
    }
}
