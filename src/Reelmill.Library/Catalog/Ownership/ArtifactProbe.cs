using Reelmill.Library.Files;

namespace Reelmill.Library.Catalog.Ownership;

/// <summary>Recognizes a library that has lost its catalog by its artifacts.</summary>
internal static class ArtifactProbe
{
    private static readonly string[] IdFolders = [LibraryLayout.Frames, LibraryLayout.Hls, LibraryLayout.Chunks];

    /// <summary>Whether a folder has a library's manifest, or an artifact folder that is named by an id.</summary>
    public static bool HasArtifacts(string folder) =>
        IsManifest(Path.Combine(folder, LibraryLayout.Manifest)) || IdFolders.Any(kind => HasIds(Path.Combine(folder, kind)));

    private static bool IsManifest(string path)
    {
        if (NativeFile.GetKind(path) != PathKind.File)
        {
            return false;
        }

        var head = new byte[10];
        using var handle = NativeFile.OpenForReading(path);
        return head.AsSpan(0, RandomAccess.Read(handle, head, 0)).SequenceEqual("{\"video\":\""u8);
    }

    private static bool HasIds(string folder) =>
        NativeFile.GetKind(folder) == PathKind.Folder && Directory.EnumerateDirectories(folder).Any(static f => ArtifactPattern.IsId(Path.GetFileName(f)));
}
