namespace Reelmill.Media.Fetching.Lists;

/// <summary>Reads a list that is a CSV table with a header row.</summary>
internal static class CsvList
{
    public static IEnumerable<ListEntry> Read(CharSource source)
    {
        IReadOnlyList<string>? header = null;
        foreach (var row in new CsvReader(source).Read())
        {
            if (header is not null)
            {
                yield return Entry(header, row);
                continue;
            }

            header = [.. row.Fields.Select(name => name.Trim())];
            if ((row.Fault ?? Check(header)) is { } fault)
            {
                yield return ListEntry.Bad(row.Line, fault);
                yield break;
            }
        }
    }

    private static string? Check(IReadOnlyList<string> header)
    {
        if (!header.Any(ListEntry.NamesInput))
        {
            return "the header row has no column 'url' or 'path'. Rename a column to one of these.";
        }

        var duplicate = header.GroupBy(name => name, StringComparer.OrdinalIgnoreCase).FirstOrDefault(names => names.Count() > 1);
        return duplicate is null ? null : $"the header row has column '{Redaction.Redact(duplicate.Key)}' twice. Rename one of them.";
    }

    private static ListEntry Entry(IReadOnlyList<string> header, CsvRow row)
    {
        if (row.Fault is { } fault)
        {
            return ListEntry.Bad(row.Line, fault);
        }

        return row.Fields.Count == header.Count
            ? ListEntry.FromRow(row.Line, header.Zip(row.Fields, KeyValuePair.Create))
            : ListEntry.Bad(row.Line, $"the row has {row.Fields.Count} fields, the header {header.Count}. Quote fields that contain a comma.");
    }
}
