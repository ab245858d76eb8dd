namespace Reelmill.Library;

/// <summary>Keeps outputs that a user names from replacing the library's own files.</summary>
public static class OutputGuard
{
    private const string Vectors = "vectors";

    private static readonly string[] OwnNames =
    [
        LibraryLayout.Marker, LibraryLayout.Database, LibraryLayout.Lock, LibraryLayout.Manifest, LibraryLayout.KeySecret, LibraryLayout.Frames,
        LibraryLayout.Hls, LibraryLayout.Keys, LibraryLayout.Chunks, LibraryLayout.Staging, LibraryLayout.LostFound, LibraryLayout.Videos,
        LibraryLayout.Uploads, Vectors, LibraryLayout.Database + "-wal", LibraryLayout.Database + "-shm",
    ];

    /// <summary>Refuses the library's folder, the files and folders that the library owns in it, and any path below those.</summary>
    /// <param name="library">The library's folder.</param>
    /// <param name="path">The path of the output.</param>
    /// <exception cref="LibraryException"><c>output_not_ours</c>.</exception>
    public static void Check(string library, string path)
    {
        var relative = Path.GetRelativePath(Path.GetFullPath(library), Path.GetFullPath(path));
        if (relative == "." || OwnNames.Contains(relative.Split(Path.DirectorySeparatorChar)[0], StringComparer.Ordinal))
        {
            throw new LibraryException("output_not_ours", $"Writing to {path}: that path is for the library's own files. Name another path.");
        }
    }
}
