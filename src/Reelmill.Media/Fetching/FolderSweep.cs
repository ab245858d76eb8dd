using Reelmill.Media.Fetching.Http;
using Reelmill.Media.Fetching.YtDlp;

namespace Reelmill.Media.Fetching;

/// <summary>Tidies a folder for downloads after a process that was killed.</summary>
internal static class FolderSweep
{
    public static int Run(string folder)
    {
        if (!Directory.Exists(folder))
        {
            return 0;
        }

        var stale = Directory.EnumerateFileSystemEntries(folder).Where(IsOurs).Where(path => !IsResumable(path)).ToList();
        stale.ForEach(Delete);
        return stale.Count;
    }

    /// <summary>What is there of a download on its way.</summary>
    public static IReadOnlyList<string> Unfinished(string folder, string id) =>
        [.. new[] { PartFile.Suffix, PartFile.StateSuffix, PartFile.DraftSuffix, YtDlpFetcher.FolderSuffix }.Select(suffix => Path.Combine(folder, id + suffix)).Where(Path.Exists)];

    public static void Delete(string path)
    {
        if (Directory.Exists(path))
        {
            Directory.Delete(path, recursive: true);
        }
        else
        {
            File.Delete(path);
        }
    }

    private static bool IsOurs(string path)
    {
        var name = Path.GetFileName(path);
        return name.Length >= SourceId.Length
            && name[..SourceId.Length].All(char.IsAsciiHexDigitLower)
            && name[SourceId.Length..] is ("" or PartFile.Suffix or PartFile.StateSuffix or PartFile.DraftSuffix or YtDlpFetcher.FolderSuffix);
    }

    private static bool IsResumable(string path)
    {
        var target = Path.Combine(Path.GetDirectoryName(path)!, Path.GetFileName(path)[..SourceId.Length]);
        return path != target
            && path.StartsWith(target + PartFile.Suffix, StringComparison.Ordinal)
            && !path.EndsWith(PartFile.DraftSuffix, StringComparison.Ordinal)
            && File.Exists(target + PartFile.Suffix)
            && File.Exists(target + PartFile.StateSuffix);
    }
}
