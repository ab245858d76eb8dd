using System.Globalization;

namespace Reelmill.Media.Formats.Playlists;

/// <summary>The attribute list of a tag (RFC 8216, 4.2). A comma inside a quoted string does not separate attributes.</summary>
internal sealed class AttributeList
{
    private readonly Dictionary<string, string> _values = new(StringComparer.Ordinal);
    private readonly PlaylistLine _line;
    private readonly List<PlaylistProblem> _problems;

    private AttributeList(PlaylistLine line, List<PlaylistProblem> problems) => (_line, _problems) = (line, problems);

    /// <summary>Parses the attribute list of a tag and records what RFC 8216 forbids.</summary>
    public static AttributeList Parse(PlaylistLine line, List<PlaylistProblem> problems)
    {
        var list = new AttributeList(line, problems);
        var text = line.Value.AsSpan();
        while (text.Length > 0)
        {
            text = list.ParseAttribute(text);
        }

        return list;
    }

    /// <summary>Returns a value without quotes; null when the attribute is missing.</summary>
    public string? GetText(string name) => _values.GetValueOrDefault(name);

    /// <summary>Returns the value of a required attribute; when the attribute is missing, records a problem and returns an empty string.</summary>
    public string RequireText(string name)
    {
        if (_values.TryGetValue(name, out var value) && value.Length > 0)
        {
            return value;
        }

        AddProblem($"#{_line.Tag} has no {name}");
        return "";
    }

    public bool IsYes(string name) => GetText(name) == "YES";

    public long? GetInteger(string name) => Read<long>(
        name, "a whole number", static (string s, out long v) => long.TryParse(s, NumberStyles.None, CultureInfo.InvariantCulture, out v));

    public decimal? GetDecimal(string name) => Read<decimal>(
        name, "a decimal number", static (string s, out decimal v) => decimal.TryParse(s, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out v));

    public Resolution? GetResolution(string name) => Read<Resolution>(name, "a resolution such as 640x360", Resolution.TryParse);

    private delegate bool Reader<T>(string text, out T value);

    private T? Read<T>(string name, string expected, Reader<T> read)
        where T : struct
    {
        if (!_values.TryGetValue(name, out var text))
        {
            return null;
        }

        if (read(text, out var value))
        {
            return value;
        }

        AddProblem($"{name} of #{_line.Tag} is '{text}', not {expected}");
        return null;
    }

    /// <summary>Parses one attribute and returns the text after its comma.</summary>
    private ReadOnlySpan<char> ParseAttribute(ReadOnlySpan<char> text)
    {
        var equals = text.IndexOf('=');
        var name = equals < 0 ? text : text[..equals];
        if (equals < 0 || name.Trim().Length == 0)
        {
            AddProblem($"'{text}' in #{_line.Tag} is not NAME=VALUE");
            return default;
        }

        var value = text[(equals + 1)..];
        var end = value is ['"', ..] ? FindEndOfQuoted(value) : value.IndexOf(',');
        end = end < 0 ? value.Length : end;
        if (!_values.TryAdd(name.Trim().ToString(), value[..end].Trim().Trim('"').ToString()))
        {
            AddProblem($"#{_line.Tag} has {name.Trim()} twice");
        }

        return end < value.Length ? value[(end + 1)..] : default;
    }

    private int FindEndOfQuoted(ReadOnlySpan<char> value)
    {
        var quote = value[1..].IndexOf('"');
        if (quote < 0)
        {
            AddProblem($"a quoted string in #{_line.Tag} is not closed");
            return -1;
        }

        var comma = value[(quote + 2)..].IndexOf(',');
        return comma < 0 ? -1 : quote + 2 + comma;
    }

    private void AddProblem(string message) => _problems.Add(new(_line.Number, message));
}
