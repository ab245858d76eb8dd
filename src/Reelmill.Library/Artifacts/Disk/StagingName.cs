using System.Security.Cryptography;

namespace Reelmill.Library.Artifacts.Disk;

/// <summary>Names what is not finished, so that the sweep after a crash can tell what it was to become.</summary>
internal static class StagingName
{
    private const int RandomDigits = 16;

    public static string New(string kind, string id) =>
        $"{kind}-{id}-{RandomNumberGenerator.GetHexString(RandomDigits, lowercase: true)}";

    /// <summary>Whether a name in the staging folder stands for what was, or was to be, the folder of this id.</summary>
    public static bool IsOf(string name, string kind, string id)
    {
        if (name.EndsWith(FolderSwap.AsideSuffix, StringComparison.Ordinal))
        {
            name = name[..^FolderSwap.AsideSuffix.Length];
        }

        return name.Length == kind.Length + id.Length + RandomDigits + 2
            && name.StartsWith($"{kind}-{id}-", StringComparison.Ordinal);
    }
}
