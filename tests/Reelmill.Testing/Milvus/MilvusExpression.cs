using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Reelmill.Testing.Milvus;

/// <summary>
/// Parses boolean expressions over a row, in the syntax of Milvus's documentation: comparisons, <c>in</c>, <c>like</c>,
/// <c>exists</c>, <c>and</c>, <c>or</c>, <c>not</c>, fields and keys of JSON fields.
/// </summary>
internal sealed partial class MilvusExpression
{
    private readonly List<string> _tokens;
    private int _at;

    private MilvusExpression(string text)
    {
        _tokens = [];
        for (var at = 0; at < text.TrimEnd().Length;)
        {
            var token = Token().Match(text, at);
            _tokens.Add(token.Success ? token.Value.TrimStart() : throw Bad(text[at..]));
            at += token.Length;
        }
    }

    private string Next => _at < _tokens.Count ? _tokens[_at] : "";

    /// <summary>Parses an expression. An empty one matches every row.</summary>
    /// <exception cref="FormatException">The text is not a valid expression.</exception>
    public static Func<JsonObject, bool> Parse(string text)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return static _ => true;
        }

        var parser = new MilvusExpression(text);
        var expression = parser.Or();
        return parser._at == parser._tokens.Count ? expression : throw Bad(parser.Next);
    }

    private static FormatException Bad(string at) => new($"cannot parse expression: near '{at}'");

    private Func<JsonObject, bool> Or()
    {
        var left = And();
        while (Take("or") || Take("||"))
        {
            var (one, other) = (left, And());
            left = row => one(row) || other(row);
        }

        return left;
    }

    private Func<JsonObject, bool> And()
    {
        var left = Not();
        while (Take("and") || Take("&&"))
        {
            var (one, other) = (left, Not());
            left = row => one(row) && other(row);
        }

        return left;
    }

    private Func<JsonObject, bool> Not()
    {
        if (Take("not") || Take("!"))
        {
            var inner = Not();
            return row => !inner(row);
        }

        if (Take("("))
        {
            var inner = Or();
            return Take(")") ? inner : throw Bad(Next);
        }

        if (Take("exists"))
        {
            var field = Field();
            return row => field(row) is not null;
        }

        return Compare();
    }

    private Func<JsonObject, bool> Compare()
    {
        var field = Field();
        var symbol = Read();
        if (symbol == "in")
        {
            var values = List();
            return row => field(row) is { } value && values.Exists(v => Order(value, v) == 0);
        }

        var literal = Literal();
        if (symbol == "like")
        {
            var pattern = Like((string)literal!);
            return row => field(row) is JsonValue value && value.TryGetValue<string>(out var text) && pattern.IsMatch(text);
        }

        return row => field(row) is { } value && Order(value, literal) is { } order && symbol switch
        {
            "==" => order == 0,
            "!=" => order != 0,
            "<" => order < 0,
            "<=" => order <= 0,
            ">" => order > 0,
            ">=" => order >= 0,
            _ => throw Bad(symbol),
        };
    }

    private Func<JsonObject, JsonNode?> Field()
    {
        var name = Read();
        if (!char.IsLetter(name.FirstOrDefault()))
        {
            throw Bad(name);
        }

        if (!Take("["))
        {
            return row => row[name];
        }

        var key = (string)Literal()!;
        return Take("]") ? row => row[name] is JsonObject json ? json[key] : null : throw Bad(Next);
    }

    private List<JsonNode> List()
    {
        var values = new List<JsonNode>();
        if (!Take("["))
        {
            throw Bad(Next);
        }

        while (!Take("]"))
        {
            values.Add(Literal());
            _ = Take(",");
        }

        return values;
    }

    private JsonValue Literal()
    {
        var token = Read();
        if (token[0] is '"' or '\'')
        {
            return JsonValue.Create(Unescaped(token[1..^1]));
        }

        return double.TryParse(token, CultureInfo.InvariantCulture, out var number) ? JsonValue.Create(number) : throw Bad(token);
    }

    private static string Unescaped(string text) => Escape().Replace(text, static m => m.Value[1] switch
    {
        'n' => "\n",
        'r' => "\r",
        't' => "\t",
        var c => c.ToString(),
    });

    private static Regex Like(string pattern)
    {
        var regex = new StringBuilder("^");
        for (var i = 0; i < pattern.Length; i++)
        {
            regex.Append(pattern[i] switch
            {
                '%' => ".*",
                '_' => ".",
                '\\' when i + 1 < pattern.Length => Regex.Escape(pattern[++i].ToString()),
                var c => Regex.Escape(c.ToString()),
            });
        }

        return new Regex(regex.Append("\\z").ToString(), RegexOptions.Singleline, TimeSpan.FromSeconds(1));
    }

    // Values of different types are not comparable.
    private static int? Order(JsonNode value, JsonNode literal) => (value.GetValueKind(), literal.GetValueKind()) switch
    {
        (System.Text.Json.JsonValueKind.String, System.Text.Json.JsonValueKind.String) => string.CompareOrdinal((string)value!, (string)literal!),
        (System.Text.Json.JsonValueKind.Number, System.Text.Json.JsonValueKind.Number) =>
            double.Parse(value.ToJsonString(), CultureInfo.InvariantCulture).CompareTo(double.Parse(literal.ToJsonString(), CultureInfo.InvariantCulture)),
        _ => null,
    };

    private bool Take(string token)
    {
        if (!Next.Equals(token, StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        _at++;
        return true;
    }

    private string Read() => _at < _tokens.Count ? _tokens[_at++] : throw Bad("the end");

    [GeneratedRegex("""
        \G\s*(?:"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|[A-Za-z_][A-Za-z0-9_]*|-?[0-9]+(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?|==|!=|<=|>=|&&|\|\||[<>()\[\],!])
        """, RegexOptions.Singleline | RegexOptions.IgnorePatternWhitespace, 1000)]
    private static partial Regex Token();

    [GeneratedRegex(@"\\.", RegexOptions.Singleline, 1000)]
    private static partial Regex Escape();
}
