using System.Globalization;
using Reelmill.Library.Vectors.Filters;

namespace Reelmill.Library.Vectors.Milvus;

/// <summary>Converts a filter to a boolean expression of Milvus.</summary>
internal static class MilvusFilter
{
    public static string ToExpression(VectorFilter filter) => string.Join(" and ", filter.Conditions.Select(ToExpression));

    /// <summary>Builds the expression that matches the records with the given ids.</summary>
    public static string MatchIds(IEnumerable<string> ids) => $"{MilvusSchema.Id} in [{string.Join(", ", ids.Select(Literal))}]";

    private static string ToExpression(Condition condition) => condition switch
    {
        Condition.TimeComparison time => CompareTime(time),
        Condition.NumberComparison number => $"({Exists(MilvusSchema.Numbers, number.Name)} and {Key(MilvusSchema.Numbers, number.Name)} {Symbol(number)} {Number(number.Value)})",
        Condition.TextMatch { Name: Condition.SourceName } text => MatchText(MilvusSchema.Source, text, absent: null),
        Condition.TextMatch { Name: Condition.PathName } text => MatchText(MilvusSchema.Path, text, absent: $"{MilvusSchema.Path} == \"\""),
        Condition.TextMatch text => MatchText(Key(MilvusSchema.Fields, text.Name), text, absent: $"not ({Exists(MilvusSchema.Fields, text.Name)})"),
        _ => throw new InvalidOperationException($"There is no expression for {condition}."),
    };

    // NoTime is a regular number to Milvus: the expression must exclude it, or include it for "not equal".
    private static string CompareTime(Condition.TimeComparison condition)
    {
        var comparison = $"{MilvusSchema.Time} {Symbol(condition)} {Number(condition.Value)}";
        return condition.Comparison == Comparison.NotEqual
            ? $"({MilvusSchema.Time} == {MilvusSchema.NoTime} or {comparison})"
            : $"({MilvusSchema.Time} != {MilvusSchema.NoTime} and {comparison})";
    }

    private static string MatchText(string column, Condition.TextMatch condition, string? absent)
    {
        var matches = condition.Pattern.IsExact
            ? $"{column} == {Literal(condition.Pattern.Pieces[0])}"
            : $"{column} like {Literal(condition.Pattern.ToLikePattern())}";
        return (condition.Comparison, absent) switch
        {
            (Comparison.Equal, null) => $"({matches})",
            (Comparison.Equal, _) => $"(not ({absent}) and {matches})",
            (_, null) => $"(not ({matches}))",
            _ => $"({absent} or not ({matches}))",
        };
    }

    private static string Key(string column, string name) => $"{column}[{Literal(name)}]";

    private static string Exists(string column, string name) => $"exists {Key(column, name)}";

    private static string Symbol(Condition condition) => condition.Comparison == Comparison.Equal ? "==" : condition.Symbol;

    private static string Number(IFormattable value) => value.ToString(null, CultureInfo.InvariantCulture);

    private static string Literal(string text) => $"\"{text
        .Replace("\\", "\\\\", StringComparison.Ordinal)
        .Replace("\"", "\\\"", StringComparison.Ordinal)
        .Replace("\n", "\\n", StringComparison.Ordinal)
        .Replace("\r", "\\r", StringComparison.Ordinal)
        .Replace("\t", "\\t", StringComparison.Ordinal)}\"";
}
