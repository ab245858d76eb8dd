using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Reelmill.Core;

namespace Reelmill.Library.Vectors.Filters;

/// <summary>Parses the text of a filter from left to right.</summary>
internal sealed partial class FilterParser(string text)
{
    private const string Example = "Write conditions such as source=*.jpg, timeMs>=1000 or label=\"black cat\", joined by ' and '.";

    // Longer symbols come first, so that "<=" is not taken for "<".
    private static readonly (string Symbol, Comparison Comparison)[] Symbols =
    [
        ("!=", Comparison.NotEqual), ("<=", Comparison.LessOrEqual), (">=", Comparison.GreaterOrEqual),
        ("=", Comparison.Equal), ("<", Comparison.Less), (">", Comparison.Greater),
    ];

    private int _position;

    public IReadOnlyList<Condition> Parse()
    {
        var conditions = new List<Condition>();
        do
        {
            conditions.Add(ReadCondition());
        }
        while (SkipAnd());
        return conditions;
    }

    private Condition ReadCondition()
    {
        SkipSpace();
        var name = NamePattern().Match(text, _position);
        if (!name.Success)
        {
            throw BadFilter(_position == text.Length ? "a condition is missing at the end" : $"there is no name at '{text[_position..]}'");
        }

        _position += name.Length;
        SkipSpace();
        var (symbol, comparison) = Array.Find(Symbols, s => text.AsSpan(_position).StartsWith(s.Symbol, StringComparison.Ordinal));
        if (symbol is null)
        {
            throw BadFilter($"'{name.Value}' is followed by none of = != < <= > >=");
        }

        _position += symbol.Length;
        return CreateCondition(name.Value, symbol, comparison, ReadValue(name.Value + symbol));
    }

    private Condition CreateCondition(string name, string symbol, Comparison comparison, TextPattern value)
    {
        if (name.Equals(Condition.TimeName, StringComparison.OrdinalIgnoreCase))
        {
            return value.IsExact && long.TryParse(value.Pieces[0], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var time)
                ? new Condition.TimeComparison(comparison, time)
                : throw BadFilter($"{name}{symbol} needs a whole number of milliseconds");
        }

        var known = new[] { Condition.SourceName, Condition.PathName }.FirstOrDefault(k => name.Equals(k, StringComparison.OrdinalIgnoreCase));
        if (comparison is Comparison.Equal or Comparison.NotEqual)
        {
            return new Condition.TextMatch(known ?? name, comparison, value);
        }

        if (known is not null)
        {
            throw BadFilter($"{known} is a text and cannot be compared with {symbol}; use = or !=, with * as a wildcard");
        }

        return value.IsExact && Condition.ParseNumber(value.Pieces[0]) is { } number
            ? new Condition.NumberComparison(name, comparison, number)
            : throw BadFilter($"{name}{symbol} needs a number");
    }

    private TextPattern ReadValue(string operand)
    {
        if (text.AsSpan(_position).TrimStart() is ['"', ..])
        {
            var begin = text.IndexOf('"', _position) + 1;
            var close = FindClosingQuote(begin);
            _position = close + 1;
            return ParsePattern(text[begin..close]);
        }

        var end = FindEndOfUnquoted();
        var raw = text[_position..end].Trim();
        _position = end;
        return raw.Length > 0 ? ParsePattern(raw) : throw BadFilter($"the value is missing after '{operand}'; write \"\" for an empty value");
    }

    private int FindClosingQuote(int begin)
    {
        for (var i = begin; i < text.Length; i++)
        {
            if (text[i] == '"')
            {
                return i;
            }

            i += text[i] == '\\' ? 1 : 0;
        }

        throw BadFilter("a quote is not closed");
    }

    private int FindEndOfUnquoted()
    {
        var and = AndPattern().Match(text, _position);
        return and.Success ? and.Index : text.Length;
    }

    private static TextPattern ParsePattern(string raw)
    {
        var pieces = new List<string>();
        var piece = new StringBuilder();
        for (var i = 0; i < raw.Length; i++)
        {
            if (raw[i] == '*')
            {
                pieces.Add(piece.ToString());
                piece.Clear();
                continue;
            }

            i += raw[i] == '\\' && i + 1 < raw.Length ? 1 : 0;
            piece.Append(raw[i]);
        }

        pieces.Add(piece.ToString());
        return new TextPattern(pieces);
    }

    private bool SkipAnd()
    {
        var and = AndPattern().Match(text, _position);
        if (and.Success && and.Index == _position)
        {
            _position += and.Length;
            return true;
        }

        SkipSpace();
        return _position == text.Length ? false : throw BadFilter($"there is no ' and ' before '{text[_position..]}'");
    }

    private void SkipSpace()
    {
        while (_position < text.Length && char.IsWhiteSpace(text[_position]))
        {
            _position++;
        }
    }

    private PipelineException BadFilter(string problem) => new("bad_filter", $"Reading the filter '{text}': {problem}. {Example}");

    [GeneratedRegex(@"\G[A-Za-z_][A-Za-z0-9_.-]*", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex NamePattern();

    [GeneratedRegex(@"\s+[aA][nN][dD](\s+|$)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex AndPattern();
}
