using System.Globalization;
using System.Security.Cryptography;

namespace Reelmill.Testing;

/// <summary>Describes a tree of files, for comparison before and after a test: names, kinds, content and modification times.</summary>
public static class FolderSnapshot
{
    private static readonly EnumerationOptions Everything = new() { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.None };

    /// <summary>Describes everything below a folder. Two descriptions are equal when nothing was changed in between.</summary>
    public static string Describe(string folder) => string.Join('\n', new DirectoryInfo(folder)
        .EnumerateFileSystemInfos("*", Everything)
        .OrderBy(static e => e.FullName, StringComparer.Ordinal)
        .Select(e => $"{Path.GetRelativePath(folder, e.FullName)} {e.LastWriteTimeUtc.Ticks.ToString(CultureInfo.InvariantCulture)} {Content(e)}"));

    private static string Content(FileSystemInfo entry) => entry switch
    {
        { LinkTarget: { } target } => $"-> {target}",
        FileInfo { UnixFileMode: var mode, Length: > 0 } file => $"{mode} {Hash(file.FullName)}",
        _ => $"{entry.UnixFileMode}",
    };

    private static string Hash(string path)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }
}
