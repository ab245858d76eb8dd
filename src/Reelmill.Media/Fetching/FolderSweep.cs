using Reelmill.Media.Fetching.Http;
using Reelmill.Media.Fetching.YtDlp;

namespace Reelmill.Media.Fetching;

/// <summary>Tidies a folder for downloads after a process that was killed.</summary>
internal static class FolderSweep
{
    /// <summary>Deletes what is there of one download, unless it can be continued; gives whether nothing is left.</summary>
    public static bool Run(string folder, string id)
    {
        if (id.Length != SourceId.Length || !id.All(char.IsAsciiHexDigitLower))
        {
            return true;
        }

        var target = Path.Combine(folder, id);
        var resumable = File.Exists(target + PartFile.Suffix) && File.Exists(target + PartFile.StateSuffix);
        string[] whole = Directory.Exists(folder) ? [target, .. Directory.EnumerateFiles(folder, id + ".*").Where(OwnName.IsOne)] : [];
        string[] stale = [.. whole, .. resumable ? [target + PartFile.DraftSuffix, target + YtDlpFetcher.FolderSuffix] : Unfinished(folder, id)];
        Array.ForEach(Array.FindAll(stale, Path.Exists), Delete);
        return !resumable;
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
}
