namespace Reelmill.Library.Ownership;

/// <summary>Keeps what a user has written to a file from replacing the library's own files.</summary>
public static class OutputGuard
{
    private const string Vectors = "vectors";

    private static readonly string[] Own =
    [
        LibraryLayout.Marker, LibraryLayout.Database, LibraryLayout.Lock, LibraryLayout.Manifest, LibraryLayout.KeySecret, LibraryLayout.Frames,
        LibraryLayout.Hls, LibraryLayout.Keys, LibraryLayout.Chunks, LibraryLayout.Staging, LibraryLayout.LostFound, LibraryLayout.Videos,
        LibraryLayout.Uploads, Vectors, LibraryLayout.Database + "-wal", LibraryLayout.Database + "-shm",
    ];

    /// <summary>Refuses a path that is the library's folder, or a file or folder of the library, or lies in one.</summary>
    /// <param name="library">The library's folder.</param>
    /// <param name="path">Where something is to be written.</param>
    /// <exception cref="LibraryException"><c>output_not_ours</c>.</exception>
    public static void Check(string library, string path)
    {
        var relative = Path.GetRelativePath(Path.GetFullPath(library), Path.GetFullPath(path));
        if (relative == "." || Own.Contains(relative.Split(Path.DirectorySeparatorChar)[0], StringComparer.Ordinal))
        {
            throw new LibraryException("output_not_ours", $"Writing to {path}: the library {library} keeps its own files there. Name another path.");
        }
    }
}
