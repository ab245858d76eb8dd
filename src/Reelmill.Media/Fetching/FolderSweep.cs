using Reelmill.Media.Fetching.Http;
using Reelmill.Media.Fetching.YtDlp;

namespace Reelmill.Media.Fetching;

/// <summary>Cleans a download folder after a process was killed.</summary>
internal static class FolderSweep
{
    /// <summary>Deletes the files of one download unless it can be resumed. Returns whether no file is left.</summary>
    public static bool Run(string folder, string id)
    {
        if (id.Length != SourceId.Length || !id.All(char.IsAsciiHexDigitLower))
        {
            return true;
        }

        var target = Path.Combine(folder, id);
        var resumable = File.Exists(target + PartFile.Suffix) && File.Exists(target + PartFile.StateSuffix);
        string[] whole = Directory.Exists(folder) ? [target, .. Directory.EnumerateFiles(folder, id + ".*").Where(UniqueName.Matches)] : [];
        string[] stale = [.. whole, .. resumable ? [target + PartFile.DraftSuffix, target + YtDlpFetcher.FolderSuffix] : FindUnfinished(folder, id)];
        Array.ForEach(Array.FindAll(stale, Path.Exists), Delete);
        return !resumable;
    }

    /// <summary>Lists the files of an interrupted download.</summary>
    public static IReadOnlyList<string> FindUnfinished(string folder, string id) =>
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
