using System.Text;
using Reelmill.Library.Files;

namespace Reelmill.Library.Catalog.Ownership;

/// <summary>Tells whether a folder is a library, is free to become one, or holds other files. Inspection writes nothing.</summary>
public sealed class LibraryFolder
{
    private const int MaxLockBytes = 16;

    private static readonly string[] CreationFiles =
    [
        LibraryLayout.Marker, LibraryMarker.TemporaryName, LibraryLayout.Lock, LibraryLayout.Database,
        LibraryLayout.Database + "-wal", LibraryLayout.Database + "-shm", LibraryLayout.Database + "-journal",
    ];

    private LibraryFolder(string path, LibraryMarker? marker) => (Path, Marker) = (path, marker);

    /// <summary>The folder, as a full path.</summary>
    public string Path { get; }

    /// <summary>Whether the folder is missing or empty, so that a library may be created in it.</summary>
    public bool IsFree { get; private init; }

    /// <summary>Whether the folder is a library whose catalog can be opened.</summary>
    public bool IsLibrary => !IsFree && Fault is null;

    /// <summary>Why the folder can neither be opened as a library nor become one; null when it can.</summary>
    public string? Fault { get; private init; }

    /// <summary>Whether the folder has a library's marker or artifacts, from which <c>repair</c> can rebuild a catalog.</summary>
    public bool IsRepairable => !IsFree && (Marker is not null || ArtifactProbe.HasArtifacts(Path));

    internal LibraryMarker? Marker { get; }

    /// <summary>Inspects a folder.</summary>
    /// <param name="path">The folder; it need not exist.</param>
    /// <exception cref="LibraryException"><c>library_io</c> or <c>library_read_only</c>: the folder cannot be read.</exception>
    public static LibraryFolder Inspect(string path)
    {
        path = System.IO.Path.GetFullPath(path);
        return DiskErrors.Guard("Inspecting the folder", path, () => Classify(path));
    }

    /// <summary>Refuses a folder that is neither a library nor free to become one.</summary>
    /// <param name="path">The folder; it need not exist.</param>
    /// <exception cref="LibraryException"><c>not_a_library</c>; nothing was changed.</exception>
    public static void Require(string path) => Inspect(path).RequireUsable();

    internal void RequireUsable()
    {
        if (Fault is not null)
        {
            throw new LibraryException("not_a_library", $"Opening the library {Path}: {Fault}. Nothing was changed. {Advice}");
        }
    }

    private string Advice => IsRepairable
        ? $"If this is your library, run 'reelmill repair --library {Path}', which rebuilds the catalog and deletes nothing; otherwise name a new folder."
        : "Name a new or empty folder.";

    private static LibraryFolder Classify(string path)
    {
        if (!Directory.Exists(path))
        {
            return System.IO.Path.Exists(path) || NativeFile.GetKind(path) != PathKind.Missing
                ? new(path, null) { Fault = "the path is not a folder" }
                : new(path, null) { IsFree = true };
        }

        var marker = LibraryMarker.Read(path);
        if (marker is null && NativeFile.GetKind(System.IO.Path.Combine(path, LibraryLayout.Marker)) != PathKind.Missing)
        {
            return new(path, null) { Fault = $"its {LibraryLayout.Marker} is not a library marker" };
        }

        var entries = Directory.EnumerateFileSystemEntries(path).Select(static e => System.IO.Path.GetFileName(e)!);
        return marker?.State switch
        {
            null when entries.All(name => name == LibraryMarker.TemporaryName || IsLock(path, name) || IsFileSystemFolder(path, name)) => new(path, null) { IsFree = true },
            MarkerState.Creating when entries.All(name => CreationFiles.Contains(name) || IsFileSystemFolder(path, name)) => new(path, marker) { IsFree = true },
            MarkerState.Creating => new(path, marker) { Fault = "the creation of a library did not finish there, and the folder now has other files" },
            MarkerState.Repairing => new(path, marker) { Fault = "a repair of the library did not finish" },
            _ => new(path, marker) { Fault = FindFault(path, marker) },
        };
    }

    private static string? FindFault(string path, LibraryMarker? marker)
    {
        var catalog = CatalogFile.Inspect(path);
        return catalog switch
        {
            { Fault: { } fault } when marker is null => $"the folder is not empty, and its {LibraryLayout.Database} {fault}",
            { Fault: { } fault } => $"its catalog {LibraryLayout.Database} {fault}",
            _ when marker is not null && catalog.Id is not null && catalog.Id != marker.Id => $"its {LibraryLayout.Database} belongs to another library",
            _ => null,
        };
    }

    /// <summary>Whether an entry is the empty <c>lost+found</c> of a new file system, which often only root may read.</summary>
    private static bool IsFileSystemFolder(string folder, string name)
    {
        var path = System.IO.Path.Combine(folder, name);
        try
        {
            return name == LibraryLayout.LostFound && NativeFile.GetKind(path) == PathKind.Folder && !Directory.EnumerateFileSystemEntries(path).Any();
        }
        catch (UnauthorizedAccessException)
        {
            return true;
        }
    }

    /// <summary>Whether an entry is a library's lock file. A process that died, or lost the race to create a library, leaves one alone.</summary>
    private static bool IsLock(string folder, string name)
    {
        var path = System.IO.Path.Combine(folder, name);
        if (name != LibraryLayout.Lock || NativeFile.GetKind(path) != PathKind.File)
        {
            return false;
        }

        using var handle = NativeFile.OpenForReading(path);
        Span<byte> text = stackalloc byte[MaxLockBytes + 1];
        var length = RandomAccess.Read(handle, text, 0);
        return length <= MaxLockBytes && Encoding.ASCII.GetString(text[..length]).All(char.IsAsciiDigit);
    }
}
