using Microsoft.Data.Sqlite;
using Reelmill.Library.Catalog.Sqlite;

namespace Reelmill.Library.Ownership;

/// <summary>Makes a free folder a library, or sees to it that a library carries its marker. The library's lock is held meanwhile.</summary>
internal sealed class LibraryOwnership
{
    private readonly LibraryFolder _folder;

    private LibraryOwnership(LibraryFolder folder) => _folder = folder;

    /// <summary>Looks once more, now that nobody else can change it, and announces a new library before its catalog comes to be.</summary>
    public static LibraryOwnership Claim(string path)
    {
        var folder = LibraryFolder.Inspect(path);
        folder.RequireUsable();
        if (folder is { IsFree: true, Marker: null })
        {
            new LibraryMarker(null, MarkerState.Creating).Write(path);
        }

        return new(folder);
    }

    /// <summary>Lets the marker name the catalog, once the catalog's own file names the library: until then that may be in its log alone.</summary>
    public void Confirm(SqliteConnection connection)
    {
        if (_folder.Marker is { State: MarkerState.Ready })
        {
            return;
        }

        connection.Execute("PRAGMA wal_checkpoint(TRUNCATE)");
        var id = connection.List("SELECT value FROM settings WHERE key = $key", static r => r.GetString(0), ("$key", Schema.LibraryId))[0];
        new LibraryMarker(id, MarkerState.Ready).Write(_folder.Path);
    }
}
