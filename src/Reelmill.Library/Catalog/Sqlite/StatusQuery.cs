using Microsoft.Data.Sqlite;

namespace Reelmill.Library.Catalog.Sqlite;

/// <summary>Counts what a library holds.</summary>
internal static class StatusQuery
{
    private const int MaxExamples = 3;

    public static LibraryStatus Read(SqliteConnection connection)
    {
        // One snapshot, so that the counts are consistent during a run.
        using var snapshot = connection.BeginTransaction(deferred: true);
        var states = connection
            .List("SELECT state, count(*) FROM items GROUP BY state", r => (State: StateNames.ParseItemState(r.GetString(0)), Count: r.GetInt64(1)))
            .ToDictionary(r => r.State, r => r.Count);
        var (rules, kept, dropped) = CountRules(connection);
        return new LibraryStatus(
            states.GetValueOrDefault(ItemState.Pending),
            states.GetValueOrDefault(ItemState.Running),
            states.GetValueOrDefault(ItemState.Done),
            states.GetValueOrDefault(ItemState.Failed),
            GroupFailures(connection),
            rules,
            kept)
        {
            DroppedFiles = dropped,
        };
    }

    private static IReadOnlyList<FailureGroup> GroupFailures(SqliteConnection connection)
    {
        var rows = connection.List(
            """
            SELECT error_code, count, source, error_message FROM (
              SELECT error_code, source, error_message, count(*) OVER (PARTITION BY error_code) AS count,
                row_number() OVER (PARTITION BY error_code ORDER BY source) AS position
              FROM items WHERE state = 'failed')
            WHERE position <= $examples
            ORDER BY count DESC, error_code, position
            """,
            r => (Code: r.GetString(0), Count: r.GetInt64(1), Example: new FailureExample(r.GetString(2), r.GetString(3))),
            ("$examples", MaxExamples));
        return [.. rows
            .GroupBy(r => (r.Code, r.Count), r => r.Example)
            .Select(g => new FailureGroup(g.Key.Code, g.Key.Count, [.. g]))];
    }

    private static (IReadOnlyList<RuleCount> Rules, long Bytes, DroppedFiles Dropped) CountRules(SqliteConnection connection)
    {
        var rows = connection.List(
            $"""
            SELECT rule, sum(kept), count(*) - sum(kept), coalesce(sum(CASE WHEN kept THEN bytes END), 0),
              count(CASE WHEN NOT kept THEN bytes END), coalesce(sum(CASE WHEN NOT kept THEN bytes END), 0) FROM frames
            WHERE video IN (SELECT video FROM {ItemTable.FromVideos})
            GROUP BY rule ORDER BY rule
            """,
            r => (Count: new RuleCount(r.TextOrNull(0), r.GetInt64(1), r.GetInt64(2)), Bytes: r.GetInt64(3), Dropped: new DroppedFiles(r.GetInt64(4), r.GetInt64(5))));
        return ([.. rows.Select(r => r.Count)], rows.Sum(r => r.Bytes), new DroppedFiles(rows.Sum(r => r.Dropped.Count), rows.Sum(r => r.Dropped.Bytes)));
    }
}
