using Reelmill.Library.Artifacts.Disk;

namespace Reelmill.Library.Ownership;

/// <summary>What tells a library that has lost its catalog from any other folder.</summary>
internal static class Remains
{
    private static readonly string[] OfAnId = [LibraryLayout.Frames, LibraryLayout.Hls, LibraryLayout.Chunks];

    /// <summary>Whether a folder holds files of a library's shape: a manifest, or artifacts below an id.</summary>
    public static bool Exist(string folder) =>
        IsManifest(Path.Combine(folder, LibraryLayout.Manifest)) || OfAnId.Any(kind => HasIds(Path.Combine(folder, kind)));

    private static bool IsManifest(string path)
    {
        if (NativeFile.KindOf(path) != PathKind.File)
        {
            return false;
        }

        var head = new byte[10];
        using var handle = NativeFile.OpenForReading(path);
        return head.AsSpan(0, RandomAccess.Read(handle, head, 0)).SequenceEqual("{\"video\":\""u8);
    }

    private static bool HasIds(string folder) =>
        NativeFile.KindOf(folder) == PathKind.Folder && Directory.EnumerateDirectories(folder).Any(static f => ArtifactShape.IsId(Path.GetFileName(f)));
}
