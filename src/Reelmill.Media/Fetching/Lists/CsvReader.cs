using System.Text;

namespace Reelmill.Media.Fetching.Lists;

/// <summary>A row of a CSV file.</summary>
/// <param name="Line">The line number of the row's start, from 1.</param>
/// <param name="Fields">The fields without quotes.</param>
/// <param name="Fault">What is wrong with the row; null for a valid row.</param>
internal sealed record CsvRow(int Line, IReadOnlyList<string> Fields, string? Fault = null);

/// <summary>Reads CSV (RFC 4180): commas, and quoted fields with doubled quotes and line breaks. Lines end with LF, CR or CR LF.</summary>
internal sealed class CsvReader(CharSource source)
{
    private readonly StringBuilder _field = new();
    private long _length;
    private bool _lost;

    /// <summary>
    /// Returns the rows without blank lines. After a malformed row, reading continues at the next line. A quote that is not closed
    /// for a megabyte makes row boundaries unknown, so its row is the last.
    /// </summary>
    public IEnumerable<CsvRow> Read()
    {
        while (!source.AtEnd && !_lost)
        {
            var row = ReadRow();
            if (row is not null)
            {
                yield return row;
            }
        }
    }

    private CsvRow? ReadRow()
    {
        var (line, fieldLine) = (source.Line, source.Line);
        var fields = new List<string>();
        var quoted = false;
        _length = 0;
        do
        {
            _field.Clear();
            fieldLine = source.Line;
            quoted = source.Next == '"';
            if (((quoted ? ReadQuoted() : ReadPlain()) ?? CountCharacter()) is { } fault)
            {
                source.TakeLine(0);
                return new CsvRow(quoted ? fieldLine : line, fields, source.TakeFault() ?? fault);
            }

            fields.Add(_field.ToString());
        }
        while (TakeSeparator());

        source.TakeLineEnd();
        var row = new CsvRow(line, fields, source.TakeFault());
        return fields is [""] && !quoted && row.Fault is null ? null : row;
    }

    private string? ReadPlain()
    {
        while (!AtFieldEnd)
        {
            if (Append(source.Take()) is { } fault)
            {
                return fault;
            }
        }

        return null;
    }

    private string? ReadQuoted()
    {
        source.Take();
        for (var c = source.Take(); c != '"' || source.Next == '"'; c = source.Take())
        {
            if (c < 0)
            {
                return "a quote opens here and is never closed. Close the quote.";
            }

            if (Append(c == '"' ? source.Take() : c) is { } fault)
            {
                _lost = true;
                return $"{fault} The rest of the list was not read.";
            }
        }

        return AtFieldEnd ? null : "text follows a closing quote. Double every quote inside a quoted field.";
    }

    private string? Append(int c)
    {
        _field.Append((char)c);
        return CountCharacter();
    }

    private string? CountCharacter() =>
        ++_length > ListFile.MaxLength ? $"the row is longer than {ListFile.MaxLength} characters. Look for a quote that is not closed." : null;

    private bool AtFieldEnd => source.Next is ',' or '\r' or '\n' or -1;

    private bool TakeSeparator()
    {
        var isOne = source.Next == ',';
        if (isOne)
        {
            source.Take();
        }

        return isOne;
    }
}
