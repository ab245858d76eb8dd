using Microsoft.Data.Sqlite;
using Reelmill.Library.Catalog.Sqlite;

namespace Reelmill.Library.Catalog.Ownership;

/// <summary>Turns a free folder into a library, and adds a missing marker to an existing one. The caller holds the library's lock.</summary>
internal sealed class LibraryOwnership
{
    private readonly LibraryFolder _folder;

    private LibraryOwnership(LibraryFolder folder) => _folder = folder;

    /// <summary>Inspects the folder once more under the lock, and marks a new library before its catalog exists.</summary>
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

    /// <summary>Writes the library's id to the marker, after a checkpoint: until then the id may be in the write-ahead log alone.</summary>
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
