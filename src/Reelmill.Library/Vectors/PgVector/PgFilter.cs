using System.Globalization;
using Npgsql;
using Reelmill.Library.Vectors.Filters;

namespace Reelmill.Library.Vectors.PgVector;

/// <summary>Converts a filter to an SQL condition. Values and field names are passed as parameters.</summary>
/// <param name="command">The command that receives the parameters.</param>
internal sealed class PgFilter(NpgsqlBatchCommand command)
{
    public string ToSql(VectorFilter? filter) =>
        filter is null ? "true" : string.Join(" AND ", filter.Conditions.Select(ToSql));

    private string ToSql(Condition condition) => condition switch
    {
        Condition.TimeComparison { Comparison: Comparison.NotEqual } time => $"time_ms IS DISTINCT FROM {AddParameter(time.Value)}",
        Condition.TimeComparison time => $"time_ms {time.Symbol} {AddParameter(time.Value)}",
        Condition.NumberComparison number => CompareNumber(number),
        Condition.TextMatch text => $"({MatchText(text)}) {(text.Comparison == Comparison.Equal ? "IS TRUE" : "IS NOT TRUE")}",
        _ => throw new InvalidOperationException($"There is no SQL for {condition}."),
    };

    private string MatchText(Condition.TextMatch condition)
    {
        var column = condition.Name switch
        {
            Condition.SourceName => "source",
            Condition.PathName => "path",
            _ => GetField(condition.Name),
        };
        return condition.Pattern.IsExact
            ? $"{column} = {AddParameter(condition.Pattern.Pieces[0])}"
            : $"{column} LIKE {AddParameter(condition.Pattern.ToLikePattern())}";
    }

    // PostgreSQL may evaluate the operands of AND in any order: only CASE keeps the cast away from values that are not numbers.
    private string CompareNumber(Condition.NumberComparison condition)
    {
        var field = GetField(condition.Name);
        return $"(CASE WHEN {field} ~ '{Condition.NumberRegex}' THEN ({field})::float8 {condition.Symbol} {AddParameter(condition.Value)} ELSE false END)";
    }

    private string GetField(string name) => $"(fields ->> {AddParameter(name)}::text)";

    private string AddParameter<T>(T value)
    {
        command.Parameters.Add(new NpgsqlParameter<T> { TypedValue = value });
        return string.Create(CultureInfo.InvariantCulture, $"${command.Parameters.Count}");
    }
}
