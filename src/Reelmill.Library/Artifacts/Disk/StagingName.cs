using System.Security.Cryptography;

namespace Reelmill.Library.Artifacts.Disk;

/// <summary>Names what is not finished, so that the sweep after a crash can tell what it was to become.</summary>
internal static class StagingName
{
    private const int RandomDigits = 16;

    public static string New(string kind, string id) =>
        $"{kind}-{id}-{RandomNumberGenerator.GetHexString(RandomDigits, lowercase: true)}";

    /// <summary>Whether a name in the staging folder stands for what was, or was to be, the folder of this id.</summary>
    /// <param name="name">The name in the staging folder.</param>
    /// <param name="folder">The folder: kind, slash, id.</param>
    public static bool IsOf(string name, string folder)
    {
        if (name.EndsWith(FolderSwap.AsideSuffix, StringComparison.Ordinal))
        {
            name = name[..^FolderSwap.AsideSuffix.Length];
        }

        return name.Length == folder.Length + RandomDigits + 1
            && name.StartsWith($"{folder.Replace('/', '-')}-", StringComparison.Ordinal);
    }
}
