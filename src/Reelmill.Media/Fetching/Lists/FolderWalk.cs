namespace Reelmill.Media.Fetching.Lists;

/// <summary>A media file in a folder, or the fault of an entry.</summary>
internal readonly record struct FolderEntry(string Path, string? Code = null, string? Fault = null);

/// <summary>Finds the media files of a folder recursively, depth first, in ordinal order of names.</summary>
internal static class FolderWalk
{
    public static IEnumerable<FolderEntry> Walk(string root, IReadOnlySet<string> extensions)
    {
        var entered = new HashSet<string>(StringComparer.Ordinal);
        var waiting = new Stack<string>([root]);
        while (waiting.TryPop(out var path))
        {
            var found = Directory.Exists(path) ? Enter(path, entered, waiting) : CheckFile(path, extensions);
            if (found is { } entry)
            {
                yield return entry;
            }
        }
    }

    private static FolderEntry? CheckFile(string path, IReadOnlySet<string> extensions)
    {
        if (!extensions.Contains(Path.GetExtension(path)))
        {
            return null;
        }

        return LocalFile.FindFault(path) is var (code, fault) ? new FolderEntry(path, code, fault) : new FolderEntry(path);
    }

    private static FolderEntry? Enter(string folder, HashSet<string> entered, Stack<string> waiting)
    {
        try
        {
            if (entered.Add(RealPath.Resolve(folder)))
            {
                // A stack returns entries in reverse, so the last name is pushed first.
                Directory.EnumerateFileSystemEntries(folder)
                    .Where(path => Path.GetFileName(path)[0] != '.')
                    .OrderDescending(StringComparer.Ordinal)
                    .ToList()
                    .ForEach(waiting.Push);
            }

            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new FolderEntry(folder, FetchCodes.Unreadable, $"the folder cannot be read ({e.Message}). Check its permissions.");
        }
    }
}
