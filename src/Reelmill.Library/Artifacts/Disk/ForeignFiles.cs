using Reelmill.Library.Ownership;

namespace Reelmill.Library.Artifacts.Disk;

/// <summary>Files that somebody put into a folder of the library. They outlive what the library does there.</summary>
internal static class ForeignFiles
{
    /// <summary>The entries of a folder that the library does not know.</summary>
    public static IReadOnlyList<string> In(string folder, IReadOnlySet<string> known) => Directory.Exists(folder)
        ? [.. Directory.EnumerateFileSystemEntries(folder).Select(static e => Path.GetFileName(e)!).Where(name => !known.Contains(name)).Order(StringComparer.Ordinal)]
        : [];

    /// <summary>
    /// Gives entries a second name in the folder that takes their folder's place, so that they are there before and
    /// after the exchange; one whose name is taken there goes to <c>lost+found</c>.
    /// </summary>
    public static void Carry(string library, string folder, IReadOnlyList<string> names, string to)
    {
        foreach (var name in names)
        {
            var path = Path.Combine(folder, name);
            if (Path.Exists(Path.Combine(to, name)))
            {
                LostFound.Move(library, Path.GetRelativePath(library, path));
            }
            else
            {
                Link(path, Path.Combine(to, name));
            }
        }
    }

    private static void Link(string path, string to)
    {
        if (NativeFile.KindOf(path) != PathKind.Folder)
        {
            NativeFile.Link(path, to);
            return;
        }

        Directory.CreateDirectory(to);
        foreach (var entry in Directory.EnumerateFileSystemEntries(path))
        {
            Link(entry, Path.Combine(to, Path.GetFileName(entry)));
        }

        Directory.SetLastWriteTimeUtc(to, Directory.GetLastWriteTimeUtc(path));
    }
}
