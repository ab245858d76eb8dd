using System.Text;
using Reelmill.Library.Artifacts.Disk;

namespace Reelmill.Library.Ownership;

/// <summary>Says whether a folder is a library, may become one, or is somebody else's. Looking leaves no trace in it.</summary>
public sealed class LibraryFolder
{
    private const int MostLockBytes = 16;

    private static readonly string[] OfCreation =
    [
        LibraryLayout.Marker, LibraryMarker.TemporaryName, LibraryLayout.Lock, LibraryLayout.Database,
        LibraryLayout.Database + "-wal", LibraryLayout.Database + "-shm", LibraryLayout.Database + "-journal",
    ];

    private LibraryFolder(string path, LibraryMarker? marker) => (Path, Marker) = (path, marker);

    /// <summary>The folder, as a full path.</summary>
    public string Path { get; }

    /// <summary>Whether nothing is there yet, so that a library may be made.</summary>
    public bool IsFree { get; private init; }

    /// <summary>Whether it is a library whose catalog can be opened.</summary>
    public bool IsLibrary => !IsFree && Fault is null;

    /// <summary>Why it can be neither opened nor become a library; null when it can.</summary>
    public string? Fault { get; private init; }

    /// <summary>Whether it carries a library's marker or what a library is made of, so that <c>repair</c> has something to go by.</summary>
    public bool IsRepairable => !IsFree && (Marker is not null || Remains.Exist(Path));

    internal LibraryMarker? Marker { get; }

    /// <summary>Looks at a folder.</summary>
    /// <param name="path">The folder; it need not exist.</param>
    /// <exception cref="LibraryException"><c>library_io</c> or <c>library_read_only</c>: it cannot be read.</exception>
    public static LibraryFolder Inspect(string path)
    {
        path = System.IO.Path.GetFullPath(path);
        return DiskArtifactStore.Guard("Looking at", path, () => Look(path));
    }

    /// <summary>Refuses a folder that is neither a library nor free to become one.</summary>
    /// <param name="path">The folder; it need not exist.</param>
    /// <exception cref="LibraryException"><c>not_a_library</c>; nothing was touched.</exception>
    public static void Require(string path) => Inspect(path).RequireUsable();

    internal void RequireUsable()
    {
        if (Fault is not null)
        {
            throw new LibraryException("not_a_library", $"Opening the library {Path}: {Fault}. Nothing was touched. {Advice}");
        }
    }

    private string Advice => IsRepairable
        ? $"If it is your library, run 'reelmill repair --library {Path}', which rebuilds the catalog and deletes nothing; else name a new folder."
        : "Name a new or an empty folder.";

    private static LibraryFolder Look(string path)
    {
        if (!Directory.Exists(path))
        {
            return System.IO.Path.Exists(path) || NativeFile.KindOf(path) != PathKind.Missing
                ? new(path, null) { Fault = "it is not a folder" }
                : new(path, null) { IsFree = true };
        }

        var marker = LibraryMarker.Read(path);
        if (marker is null && NativeFile.KindOf(System.IO.Path.Combine(path, LibraryLayout.Marker)) != PathKind.Missing)
        {
            return new(path, null) { Fault = $"its {LibraryLayout.Marker} is not the marker of a library" };
        }

        var entries = Directory.EnumerateFileSystemEntries(path).Select(static e => System.IO.Path.GetFileName(e)!);
        return marker?.State switch
        {
            null when entries.All(name => name == LibraryMarker.TemporaryName || IsLock(path, name) || IsOfFileSystem(path, name)) => new(path, null) { IsFree = true },
            MarkerState.Creating when entries.All(name => OfCreation.Contains(name) || IsOfFileSystem(path, name)) => new(path, marker) { IsFree = true },
            MarkerState.Creating => new(path, marker) { Fault = "a library was being made in it, and it holds other files now" },
            MarkerState.Repairing => new(path, marker) { Fault = "a repair of it has not ended" },
            _ => new(path, marker) { Fault = FaultOf(path, marker) },
        };
    }

    private static string? FaultOf(string path, LibraryMarker? marker)
    {
        var catalog = CatalogFile.Inspect(path);
        return catalog switch
        {
            { Fault: { } fault } when marker is null => $"it holds files, and its {LibraryLayout.Database} {fault}",
            { Fault: { } fault } => $"its catalog {LibraryLayout.Database} {fault}",
            _ when marker is not null && catalog.Id is not null && catalog.Id != marker.Id => $"its {LibraryLayout.Database} is the catalog of another library",
            _ => null,
        };
    }

    /// <summary>The root of a new disk holds a folder that only the system may look into.</summary>
    private static bool IsOfFileSystem(string folder, string name)
    {
        var path = System.IO.Path.Combine(folder, name);
        try
        {
            return name == LibraryLayout.LostFound && NativeFile.KindOf(path) == PathKind.Folder && !Directory.EnumerateFileSystemEntries(path).Any();
        }
        catch (UnauthorizedAccessException)
        {
            return true;
        }
    }

    /// <summary>A process that was killed, or lost the race to make a library, leaves its lock and nothing else.</summary>
    private static bool IsLock(string folder, string name)
    {
        var path = System.IO.Path.Combine(folder, name);
        if (name != LibraryLayout.Lock || NativeFile.KindOf(path) != PathKind.File)
        {
            return false;
        }

        using var handle = NativeFile.OpenForReading(path);
        Span<byte> text = stackalloc byte[MostLockBytes + 1];
        var length = RandomAccess.Read(handle, text, 0);
        return length <= MostLockBytes && Encoding.ASCII.GetString(text[..length]).All(char.IsAsciiDigit);
    }
}
