using System.Globalization;
using Reelmill.Library.Artifacts.Disk;

namespace Reelmill.Library.Ownership;

/// <summary>Moves files out of the library's way, below <c>lost+found</c>. It never overwrites and never deletes.</summary>
internal static class LostFound
{
    /// <summary>Moves a file or folder; its path below the library stays its path below <c>lost+found</c>.</summary>
    /// <param name="library">The library's folder.</param>
    /// <param name="path">The path below it.</param>
    /// <returns>Its new path below the library; a number is added to a name that is taken.</returns>
    public static string Move(string library, string path)
    {
        var wanted = Path.Combine(LibraryLayout.LostFound, path);
        var target = wanted;
        for (var number = 1; NativeFile.KindOf(Path.Combine(library, target)) != PathKind.Missing; number++)
        {
            target = string.Create(CultureInfo.InvariantCulture, $"{wanted}.{number}");
        }

        var (from, to) = (Path.Combine(library, path), Path.Combine(library, target));
        MakeAll(library, Path.GetDirectoryName(target)!);
        if (NativeFile.KindOf(from) == PathKind.Folder)
        {
            Directory.Move(from, to);
        }
        else
        {
            File.Move(from, to);
        }

        NativeFile.Flush(Path.GetDirectoryName(to)!);
        NativeFile.Flush(Path.GetDirectoryName(from)!);
        return target;
    }

    private static void MakeAll(string library, string folder)
    {
        if (Path.GetDirectoryName(folder) is { Length: > 0 } parent)
        {
            MakeAll(library, parent);
        }

        FolderSwap.Make(Path.Combine(library, folder));
    }
}
