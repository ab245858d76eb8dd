using System.Globalization;
using Npgsql;
using Reelmill.Library.Vectors.Filters;

namespace Reelmill.Library.Vectors.PgVector;

/// <summary>A filter as a condition of SQL. Values are parameters; names of fields are too.</summary>
/// <param name="command">Takes the parameters.</param>
internal sealed class PgFilter(NpgsqlBatchCommand command)
{
    public string Of(VectorFilter? filter) =>
        filter is null ? "true" : string.Join(" AND ", filter.Conditions.Select(Of));

    private string Of(Condition condition) => condition switch
    {
        Condition.OfTime { Comparison: Comparison.NotEqual } time => $"time_ms IS DISTINCT FROM {Parameter(time.Value)}",
        Condition.OfTime time => $"time_ms {time.Symbol} {Parameter(time.Value)}",
        Condition.OfNumber number => OfNumber(number),
        Condition.OfText text => $"({OfText(text)}) {(text.Comparison == Comparison.Equal ? "IS TRUE" : "IS NOT TRUE")}",
        _ => throw new InvalidOperationException($"There is no SQL for {condition}."),
    };

    private string OfText(Condition.OfText condition)
    {
        var column = condition.Name switch
        {
            Condition.Source => "source",
            Condition.Path => "path",
            _ => Field(condition.Name),
        };
        return condition.Pattern.IsExact
            ? $"{column} = {Parameter(condition.Pattern.Pieces[0])}"
            : $"{column} LIKE {Parameter(condition.Pattern.ToLike())}";
    }

    // The order in which WHERE is evaluated is open: only CASE keeps the cast away from texts that are no numbers.
    private string OfNumber(Condition.OfNumber condition)
    {
        var field = Field(condition.Name);
        return $"(CASE WHEN {field} ~ '{Condition.Number}' THEN ({field})::float8 {condition.Symbol} {Parameter(condition.Value)} ELSE false END)";
    }

    private string Field(string name) => $"(fields ->> {Parameter(name)}::text)";

    private string Parameter<T>(T value)
    {
        command.Parameters.Add(new NpgsqlParameter<T> { TypedValue = value });
        return string.Create(CultureInfo.InvariantCulture, $"${command.Parameters.Count}");
    }
}
