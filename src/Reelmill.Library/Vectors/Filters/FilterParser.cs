using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Reelmill.Core;

namespace Reelmill.Library.Vectors.Filters;

/// <summary>Reads a filter from left to right.</summary>
internal sealed partial class FilterParser(string text)
{
    private const string Example = "Write conditions such as source=*.jpg, timeMs>=1000 or label=\"black cat\", joined by ' and '.";

    // Longer symbols first.
    private static readonly (string Symbol, Comparison Comparison)[] Symbols =
    [
        ("!=", Comparison.NotEqual), ("<=", Comparison.LessOrEqual), (">=", Comparison.GreaterOrEqual),
        ("=", Comparison.Equal), ("<", Comparison.Less), (">", Comparison.Greater),
    ];

    private int _at;

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
        var name = NamePattern().Match(text, _at);
        if (!name.Success)
        {
            throw Bad(_at == text.Length ? "a condition is missing at the end" : $"at '{text[_at..]}' there is no name");
        }

        _at += name.Length;
        SkipSpace();
        var (symbol, comparison) = Array.Find(Symbols, s => text.AsSpan(_at).StartsWith(s.Symbol, StringComparison.Ordinal));
        if (symbol is null)
        {
            throw Bad($"after '{name.Value}' there is none of = != < <= > >=");
        }

        _at += symbol.Length;
        return Make(name.Value, symbol, comparison, ReadValue(name.Value + symbol));
    }

    private Condition Make(string name, string symbol, Comparison comparison, TextPattern value)
    {
        if (name.Equals(Condition.Time, StringComparison.OrdinalIgnoreCase))
        {
            return value.IsExact && long.TryParse(value.Pieces[0], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var time)
                ? new Condition.OfTime(comparison, time)
                : throw Bad($"{name}{symbol} needs a whole number of milliseconds");
        }

        var known = new[] { Condition.Source, Condition.Path }.FirstOrDefault(k => name.Equals(k, StringComparison.OrdinalIgnoreCase));
        if (comparison is Comparison.Equal or Comparison.NotEqual)
        {
            return new Condition.OfText(known ?? name, comparison, value);
        }

        if (known is not null)
        {
            throw Bad($"{known} is a text, which {symbol} does not compare; use = or !=, with * for anything");
        }

        return value.IsExact && Condition.NumberOf(value.Pieces[0]) is { } number
            ? new Condition.OfNumber(name, comparison, number)
            : throw Bad($"{name}{symbol} needs a number");
    }

    private TextPattern ReadValue(string after)
    {
        if (text.AsSpan(_at).TrimStart() is ['"', ..])
        {
            var begin = text.IndexOf('"', _at) + 1;
            var close = EndOfQuoted(begin);
            _at = close + 1;
            return Pattern(text[begin..close]);
        }

        var end = EndOfPlain();
        var raw = text[_at..end].Trim();
        _at = end;
        return raw.Length > 0 ? Pattern(raw) : throw Bad($"after '{after}' the value is missing; for an empty one write \"\"");
    }

    private int EndOfQuoted(int begin)
    {
        for (var i = begin; i < text.Length; i++)
        {
            if (text[i] == '"')
            {
                return i;
            }

            i += text[i] == '\\' ? 1 : 0;
        }

        throw Bad("a quote is not closed");
    }

    private int EndOfPlain()
    {
        var and = AndPattern().Match(text, _at);
        return and.Success ? and.Index : text.Length;
    }

    private static TextPattern Pattern(string raw)
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
        var and = AndPattern().Match(text, _at);
        if (and.Success && and.Index == _at)
        {
            _at += and.Length;
            return true;
        }

        SkipSpace();
        return _at == text.Length ? false : throw Bad($"before '{text[_at..]}' there is no ' and '");
    }

    private void SkipSpace()
    {
        while (_at < text.Length && char.IsWhiteSpace(text[_at]))
        {
            _at++;
        }
    }

    private PipelineException Bad(string what) => new("bad_filter", $"Reading the filter '{text}': {what}. {Example}");

    [GeneratedRegex(@"\G[A-Za-z_][A-Za-z0-9_.-]*", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex NamePattern();

    [GeneratedRegex(@"\s+[aA][nN][dD](\s+|$)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex AndPattern();
}
