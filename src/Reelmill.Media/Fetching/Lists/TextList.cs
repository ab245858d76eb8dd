namespace Reelmill.Media.Fetching.Lists;

/// <summary>Reads a list with one input per line. Blank lines and lines that start with # are skipped.</summary>
internal static class TextList
{
    public static IEnumerable<ListEntry> Read(CharSource source)
    {
        while (!source.AtEnd)
        {
            var number = source.Line;
            var line = source.TakeLine(ListFile.MaxLength)?.Trim();
            if (source.TakeFault() is { } fault)
            {
                yield return ListEntry.Bad(number, fault);
            }
            else if (line is null)
            {
                yield return ListEntry.Bad(number, $"the line is longer than {ListFile.MaxLength} characters. Write one input per line.");
            }
            else if (line.Length > 0 && line[0] != '#')
            {
                yield return new ListEntry(number, line, MediaInput.NoMetadata);
            }
        }
    }
}
