using System.Globalization;
using System.Security.Cryptography;

namespace Reelmill.Testing;

/// <summary>A tree of files, to be compared before and after: names, kinds, bytes and times of change.</summary>
public static class Canary
{
    private static readonly EnumerationOptions Everything = new() { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.None };

    /// <summary>Describes everything below a folder; two descriptions are equal when nothing was touched.</summary>
    public static string Of(string folder) => string.Join('\n', new DirectoryInfo(folder)
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
