using Reelmill.Core.Files;

namespace Reelmill.Media.Fetching.Lists;

/// <summary>Reads a list file of any format. A file that cannot be read, or that names no input, ends with a faulty entry.</summary>
internal static class ListFile
{
    /// <summary>The maximum length of a line or row in characters. A longer one is no input, and the limit bounds memory.</summary>
    public const int MaxLength = 1 << 20;

    /// <summary>The fault of a list without an input.</summary>
    public const string EmptyList = "the list names no input. Write at least one into it.";

    public static IEnumerable<ListEntry> Read(string path)
    {
        using var entries = Open(path).GetEnumerator();
        var (line, any) = (1, false);
        while (Next(path, entries, line) is { } entry)
        {
            any = true;
            yield return entry;
            line = entry.Line + 1;
        }

        if (!any)
        {
            yield return ListEntry.Bad(line, EmptyList);
        }
    }

    private static IEnumerable<ListEntry> Open(string path)
    {
        using var file = RegularFile.OpenRead(path);
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

    private static ListEntry? Next(string path, IEnumerator<ListEntry> entries, int line)
    {
        try
        {
            return entries.MoveNext() ? entries.Current : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            var (code, fault) = LocalFile.FindFault(path, FetchCodes.BadInput) ?? (FetchCodes.Unreadable, $"the list cannot be read ({e.Message}). Check its permissions.");
            return ListEntry.Bad(line, fault) with { Code = code == FetchCodes.NotFound ? FetchCodes.Unreadable : code };
        }
    }
}
