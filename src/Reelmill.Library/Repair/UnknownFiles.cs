using Microsoft.Data.Sqlite;
using Reelmill.Library.Catalog;
using Reelmill.Library.Catalog.Ownership;
using Reelmill.Library.Catalog.Sqlite;
using Reelmill.Library.Files;
using Reelmill.Library.Vectors.Embedded;

namespace Reelmill.Library.Repair;

/// <summary>Finds files in a library's own folders that neither the catalog nor the journal knows.</summary>
public static class UnknownFiles
{
    private const string Vectors = "vectors";

    private static readonly string[] DownloadSuffixes = [".part", ".part.json", ".part.json.new", ".yt-dlp"];

    /// <summary>Lists the unknown files as paths relative to the library. A folder without any known file is one entry. Files outside the library's own folders are not examined.</summary>
    /// <param name="catalog">The library's catalog.</param>
    /// <param name="cancellationToken">Stops the wait.</param>
    public static Task<IReadOnlyList<string>> ListAsync(SqliteCatalog catalog, CancellationToken cancellationToken) =>
        catalog.ReadAsync<IReadOnlyList<string>>(c => DiskErrors.Guard("Listing the files of", catalog.Folder, () => Find(c, catalog.Folder)), cancellationToken);

    private static List<string> Find(SqliteConnection connection, string library)
    {
        var journal = connection.List("SELECT path FROM journal", static r => r.GetString(0)).ToHashSet(StringComparer.Ordinal);
        var contents = connection.List("SELECT DISTINCT video FROM items WHERE video IS NOT NULL", static r => r.GetString(0)).ToHashSet(StringComparer.Ordinal);
        var chunked = connection.List("SELECT id FROM items WHERE pipeline = 'chunk'", static r => r.GetString(0)).ToHashSet(StringComparer.Ordinal);
        return
        [
            .. ListInFolders(library, LibraryLayout.Frames, id => Journal.KnownNames(connection, LibraryLayout.Frames, id).Contains),
            .. ListInFolders(library, LibraryLayout.Hls, id => Journal.KnownNames(connection, LibraryLayout.Hls, id).Contains),
            .. ListInFolders(library, LibraryLayout.Chunks, id => chunked.Contains(id) ? static name => ArtifactPattern.ParseChunkSequence(name) is not null || ArtifactPattern.IsChunkSetFile(name) : MatchNone),
            .. ListInFolders(library, LibraryLayout.Keys, static id => ArtifactPattern.IsId(id) ? ArtifactPattern.IsKey : MatchNone),
            .. ListInFolders(library, Vectors, name => MatchCollectionFiles(Path.Combine(library, Vectors, name)), LibraryLayout.Lock),
            .. ListIn(library, LibraryLayout.Videos, name => contents.Contains(name) || journal.Contains($"{LibraryLayout.Videos}/{TrimDownloadSuffix(name)}")),
            .. ListIn(library, LibraryLayout.Uploads, name => journal.Contains($"{LibraryLayout.Uploads}/{name}")),
            .. ListIn(library, LibraryLayout.Staging, name => journal.Contains($"{LibraryLayout.Staging}/{name}")),
        ];
    }

    private static bool MatchNone(string name) => false;

    private static IEnumerable<string> ListInFolders(string library, string kind, Func<string, Func<string, bool>> createMatcher, string? ignoredName = null)
    {
        foreach (var id in ListEntries(Path.Combine(library, kind)).Where(name => name != ignoredName))
        {
            var folder = Path.Combine(kind, id);
            var known = createMatcher(id);
            if (NativeFile.GetKind(Path.Combine(library, folder)) != PathKind.Folder || !ListEntries(Path.Combine(library, folder)).Any(known))
            {
                yield return folder;
                continue;
            }

            foreach (var path in ListIn(library, folder, name => known(name) || IsDraft(name, known)))
            {
                yield return path;
            }
        }
    }

    private static IEnumerable<string> ListIn(string library, string folder, Func<string, bool> isKnown) =>
        ListEntries(Path.Combine(library, folder)).Where(name => !isKnown(name)).Select(name => Path.Combine(folder, name));

    private static string[] ListEntries(string folder) => Directory.Exists(folder)
        ? [.. Directory.EnumerateFileSystemEntries(folder).Select(static e => Path.GetFileName(e)!).Order(StringComparer.Ordinal)]
        : [];

    /// <summary>Whether a file is the temporary copy from which an atomic write replaces a known file.</summary>
    private static bool IsDraft(string name, Func<string, bool> known) =>
        name is ['.', .. var inner] && inner.EndsWith(".tmp", StringComparison.Ordinal) && known(inner[..^".tmp".Length]);

    private static string TrimDownloadSuffix(string name) =>
        DownloadSuffixes.FirstOrDefault(suffix => name.EndsWith(suffix, StringComparison.Ordinal)) is { } suffix ? name[..^suffix.Length] : name;

    private static Func<string, bool> MatchCollectionFiles(string folder)
    {
        var path = Path.Combine(folder, CollectionFile.FileName);
        if (NativeFile.GetKind(path) != PathKind.File)
        {
            return MatchNone;
        }

        try
        {
            var file = CollectionFile.Parse(path, File.ReadAllBytes(path));
            var names = file.Segments.Select(static s => s.Id).Concat(file.Removable).Select(CollectionFile.SegmentName).Append(CollectionFile.FileName).Append(HnswIndex.FileName).ToHashSet(StringComparer.Ordinal);
            return names.Contains;
        }
        catch (LibraryException)
        {
            // Opening a damaged collection reports the damage. Until then its files count as known.
            return static _ => true;
        }
    }
}
