using System.Security.Cryptography;
using Reelmill.Library.Files;

namespace Reelmill.Library.Artifacts.Disk;

/// <summary>Names staging folders so that the sweep after a crash can tell their targets.</summary>
internal static class StagingName
{
    private const int RandomDigits = 16;

    public static string New(string kind, string id) =>
        $"{kind}-{id}-{RandomNumberGenerator.GetHexString(RandomDigits, lowercase: true)}";

    /// <summary>Whether a staging folder belongs to a target: it would become the target, or was replaced there.</summary>
    /// <param name="name">The name of the staging folder.</param>
    /// <param name="folder">The target: <c>kind/id</c>.</param>
    public static bool IsFor(string name, string folder)
    {
        if (name.EndsWith(FolderSwap.AsideSuffix, StringComparison.Ordinal))
        {
            name = name[..^FolderSwap.AsideSuffix.Length];
        }

        return name.Length == folder.Length + RandomDigits + 1
            && name.StartsWith($"{folder.Replace('/', '-')}-", StringComparison.Ordinal);
    }
}
