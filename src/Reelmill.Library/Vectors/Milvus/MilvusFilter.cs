using System.Globalization;
using Reelmill.Library.Vectors.Filters;

namespace Reelmill.Library.Vectors.Milvus;

/// <summary>A filter as a boolean expression of Milvus.</summary>
internal static class MilvusFilter
{
    public static string Of(VectorFilter filter) => string.Join(" and ", filter.Conditions.Select(Of));

    /// <summary>The expression for records with one of these ids.</summary>
    public static string OfIds(IEnumerable<string> ids) => $"{MilvusSchema.Id} in [{string.Join(", ", ids.Select(Literal))}]";

    private static string Of(Condition condition) => condition switch
    {
        Condition.OfTime time => OfTime(time),
        Condition.OfNumber number => $"({Exists(MilvusSchema.Numbers, number.Name)} and {Key(MilvusSchema.Numbers, number.Name)} {Symbol(number)} {Number(number.Value)})",
        Condition.OfText { Name: Condition.Source } text => OfText(MilvusSchema.Source, text, absent: null),
        Condition.OfText { Name: Condition.Path } text => OfText(MilvusSchema.Path, text, absent: $"{MilvusSchema.Path} == \"\""),
        Condition.OfText text => OfText(Key(MilvusSchema.Fields, text.Name), text, absent: $"not ({Exists(MilvusSchema.Fields, text.Name)})"),
        _ => throw new InvalidOperationException($"There is no expression for {condition}."),
    };

    // The stand-in for no time is below all times, and so in no order that begins above it.
    private static string OfTime(Condition.OfTime condition)
    {
        var comparison = $"{MilvusSchema.Time} {Symbol(condition)} {Number(condition.Value)}";
        return condition.Comparison == Comparison.NotEqual
            ? $"({MilvusSchema.Time} == {MilvusSchema.NoTime} or {comparison})"
            : $"({MilvusSchema.Time} != {MilvusSchema.NoTime} and {comparison})";
    }

    private static string OfText(string column, Condition.OfText condition, string? absent)
    {
        var matches = condition.Pattern.IsExact
            ? $"{column} == {Literal(condition.Pattern.Pieces[0])}"
            : $"{column} like {Literal(condition.Pattern.ToLike())}";
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
