namespace Reelmill.Media.Fetching.Lists;

/// <summary>Reads a list file of any kind; a file that cannot be read ends in one entry with a fault.</summary>
internal static class ListFile
{
    /// <summary>The longest line or row, in characters: what a longer one holds is no input, and memory stays bounded.</summary>
    public const int MaxLength = 1 << 20;

    public static IEnumerable<ListEntry> Read(string path)
    {
        using var entries = Open(path).GetEnumerator();
        var line = 1;
        while (Next(entries, line) is { } entry)
        {
            yield return entry;
            if (entry.Code == FetchCodes.Unreadable)
            {
                yield break;
            }

            line = entry.Line + 1;
        }
    }

    private static IEnumerable<ListEntry> Open(string path)
    {
        using var file = new StreamReader(path);
        foreach (var entry in Parse(path, new CharSource(file)))
        {
            yield return entry;
        }
    }

    private static IEnumerable<ListEntry> Parse(string path, CharSource source) => Path.GetExtension(path).ToUpperInvariant() switch
    {
        ".CSV" => CsvList.Read(source),
        ".JSONL" => JsonLinesList.Read(source),
        _ => TextList.Read(source),
    };

    private static ListEntry? Next(IEnumerator<ListEntry> entries, int line)
    {
        try
        {
            return entries.MoveNext() ? entries.Current : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return ListEntry.Bad(line, $"the list cannot be read ({e.Message}). Check its permissions.") with { Code = FetchCodes.Unreadable };
        }
    }
}
