using Reelmill.Library.Files;

namespace Reelmill.Library.Artifacts.Disk;

/// <summary>Preserves files that a user put into a folder of the library when the library replaces or removes that folder.</summary>
internal static class ForeignFiles
{
    /// <summary>Lists the entries of a folder that are not in <paramref name="known"/>, in ordinal order.</summary>
    public static IReadOnlyList<string> List(string folder, IReadOnlySet<string> known) => Directory.Exists(folder)
        ? [.. Directory.EnumerateFileSystemEntries(folder).Select(static e => Path.GetFileName(e)!).Where(name => !known.Contains(name)).Order(StringComparer.Ordinal)]
        : [];

    /// <summary>
    /// Hard-links entries into the folder that replaces theirs, so that they exist before and after the exchange. An entry
    /// whose name exists there moves to <c>lost+found</c>.
    /// </summary>
    public static void LinkInto(string library, string folder, IReadOnlyList<string> names, string to)
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
        if (NativeFile.GetKind(path) != PathKind.Folder)
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
