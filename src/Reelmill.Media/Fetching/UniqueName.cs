using System.Buffers;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Reelmill.Media.Fetching;

/// <summary>Names finished downloads so that each belongs to one fetch: the source's id, a dot and 16 random digits.</summary>
internal static partial class UniqueName
{
    private const int Bytes = 8;
    private static readonly SearchValues<char> Digits = SearchValues.Create("0123456789abcdef");

    /// <summary>Whether a path ends like such a name.</summary>
    public static bool Matches(string path) => Path.GetExtension(path.AsSpan()) is { Length: 1 + (2 * Bytes) } end && end[1..].IndexOfAnyExcept(Digits) < 0;

    /// <summary>Moves a finished download to a unique name.</summary>
    public static FetchedFile Move(FetchedFile file)
    {
        var path = file.Path + NewSuffix();
        File.Move(file.Path, path);
        return file with { Path = path };
    }

    /// <summary>Links the bytes of a download to another unique name; null when the file system has no hard links, or the file is gone.</summary>
    public static FetchedFile? Link(FetchedFile file)
    {
        var path = file.Path[..^(1 + (2 * Bytes))] + NewSuffix();
        return CreateLink(file.Path, path) == 0 ? file with { Path = path } : null;
    }

    private static string NewSuffix() => "." + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(Bytes));

    [LibraryImport("libc", EntryPoint = "link", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int CreateLink(string from, string to);
}
