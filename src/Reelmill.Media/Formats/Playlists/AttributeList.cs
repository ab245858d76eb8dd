using System.Globalization;

namespace Reelmill.Media.Formats.Playlists;

/// <summary>The attributes of a tag (RFC 8216, 4.2). A comma inside quotes separates nothing.</summary>
internal sealed class AttributeList
{
    private readonly Dictionary<string, string> _values = new(StringComparer.Ordinal);
    private readonly PlaylistLine _line;
    private readonly List<PlaylistProblem> _problems;

    private AttributeList(PlaylistLine line, List<PlaylistProblem> problems) => (_line, _problems) = (line, problems);

    public static AttributeList Parse(PlaylistLine line, List<PlaylistProblem> problems)
    {
        var list = new AttributeList(line, problems);
        var text = line.Value.AsSpan();
        while (text.Length > 0)
        {
            text = list.Take(text);
        }

        return list;
    }

    /// <summary>A value without its quotes; null when the attribute is not there.</summary>
    public string? Text(string name) => _values.GetValueOrDefault(name);

    /// <summary>A value that must be there; empty, with a problem, when it is not.</summary>
    public string Required(string name)
    {
        if (_values.TryGetValue(name, out var value) && value.Length > 0)
        {
            return value;
        }

        Problem($"#{_line.Tag} has no {name}");
        return "";
    }

    public bool IsYes(string name) => Text(name) == "YES";

    public long? Integer(string name) => Read<long>(
        name, "whole number", static (string s, out long v) => long.TryParse(s, NumberStyles.None, CultureInfo.InvariantCulture, out v));

    public decimal? Number(string name) => Read<decimal>(
        name, "decimal number", static (string s, out decimal v) => decimal.TryParse(s, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out v));

    public Resolution? Size(string name) => Read<Resolution>(name, "size such as 640x360", Resolution.TryParse);

    private delegate bool Reader<T>(string text, out T value);

    private T? Read<T>(string name, string what, Reader<T> read)
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

        Problem($"{name} of #{_line.Tag} is '{text}', which is no {what}");
        return null;
    }

    /// <summary>Takes one attribute; gives what follows its comma.</summary>
    private ReadOnlySpan<char> Take(ReadOnlySpan<char> text)
    {
        var equals = text.IndexOf('=');
        var name = equals < 0 ? text : text[..equals];
        if (equals < 0 || name.Trim().Length == 0)
        {
            Problem($"'{text}' in #{_line.Tag} is no NAME=VALUE");
            return default;
        }

        var value = text[(equals + 1)..];
        var end = value is ['"', ..] ? EndOfQuoted(value) : value.IndexOf(',');
        end = end < 0 ? value.Length : end;
        if (!_values.TryAdd(name.Trim().ToString(), value[..end].Trim().Trim('"').ToString()))
        {
            Problem($"#{_line.Tag} has {name.Trim()} twice");
        }

        return end < value.Length ? value[(end + 1)..] : default;
    }

    private int EndOfQuoted(ReadOnlySpan<char> value)
    {
        var quote = value[1..].IndexOf('"');
        if (quote < 0)
        {
            Problem($"a quote in #{_line.Tag} does not end");
            return -1;
        }

        var comma = value[(quote + 2)..].IndexOf(',');
        return comma < 0 ? -1 : quote + 2 + comma;
    }

    private void Problem(string message) => _problems.Add(new(_line.Number, message));
}
