using System.Globalization;
using Reelmill.Library.Files;

namespace Reelmill.Library.Artifacts.Disk;

/// <summary>Moves files that are not the library's to <c>lost+found</c>. Moving never overwrites and never deletes.</summary>
internal static class LostFound
{
    /// <summary>Moves a file or folder to the same relative path below <c>lost+found</c>.</summary>
    /// <param name="library">The library's folder.</param>
    /// <param name="path">The path relative to the library.</param>
    /// <returns>The new path relative to the library; a name that exists there gets a number as its suffix.</returns>
    public static string Move(string library, string path)
    {
        var wanted = Path.Combine(LibraryLayout.LostFound, path);
        var target = wanted;
        for (var number = 1; NativeFile.GetKind(Path.Combine(library, target)) != PathKind.Missing; number++)
        {
            target = string.Create(CultureInfo.InvariantCulture, $"{wanted}.{number}");
        }

        var (from, to) = (Path.Combine(library, path), Path.Combine(library, target));
        CreateFolders(library, Path.GetDirectoryName(target)!);
        if (NativeFile.GetKind(from) == PathKind.Folder)
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

    private static void CreateFolders(string library, string folder)
    {
        if (Path.GetDirectoryName(folder) is { Length: > 0 } parent)
        {
            CreateFolders(library, parent);
        }

        FolderSwap.CreateFolder(Path.Combine(library, folder));
    }
}
