using Microsoft.Data.Sqlite;
using Reelmill.Library.Catalog.Sqlite;

namespace Reelmill.Library.Jobs;

/// <summary>Reads and writes the items of jobs.</summary>
internal static class JobItemTable
{
    private const string Columns = "sequence, item, source, metadata, state, attempts, video, note, error_code, error_message, error_detail, retryable";

    /// <summary>The code under which failures without one are grouped.</summary>
    private const string NoCode = "failed";

    public static void Insert(SqliteConnection connection, string job, IEnumerable<JobItem> items)
    {
        using var command = connection.Command(
            "INSERT INTO job_items (job, sequence, item, source, metadata, state, attempts) VALUES ($job, $sequence, $item, $source, $metadata, 'waiting', 0)",
            ("$job", job), ("$sequence", 0), ("$item", ""), ("$source", ""), ("$metadata", null));
        foreach (var item in items)
        {
            command.Parameters["$sequence"].Value = item.Sequence;
            command.Parameters["$item"].Value = item.Item;
            command.Parameters["$source"].Value = item.Source;
            command.Parameters["$metadata"].Value = (object?)item.Metadata ?? DBNull.Value;
            command.ExecuteNonQuery();
        }
    }

    public static void Update(SqliteConnection connection, string job, JobItem item) => connection.Execute(
        """
        UPDATE job_items SET state = $state, attempts = $attempts, video = $video, note = $note,
          error_code = $code, error_message = $message, error_detail = $detail, retryable = $retryable
        WHERE job = $job AND sequence = $sequence
        """,
        ("$job", job), ("$sequence", item.Sequence), ("$state", JobTable.ToName(item.State)), ("$attempts", item.Attempts), ("$video", item.Video), ("$note", item.Note),
        ("$code", item.ErrorCode), ("$message", item.ErrorMessage), ("$detail", item.ErrorDetail), ("$retryable", item.Retryable ? 1 : 0));

    /// <summary>Lists a page of a job's items, in order.</summary>
    public static List<JobItem> Select(SqliteConnection connection, string job, JobItemState? state, int after, int limit) => connection.List(
        $"""
        SELECT {Columns} FROM job_items
        WHERE job = $job AND sequence > $after AND ($state IS NULL OR state = $state)
        ORDER BY sequence LIMIT $limit
        """,
        Map,
        ("$job", job), ("$after", after), ("$limit", limit), ("$state", state is { } s ? JobTable.ToName(s) : null));

    /// <summary>Resets items to waiting, after a crash or for a retry.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="job">The job.</param>
    /// <param name="state">The state of the items to reset.</param>
    /// <param name="code">Only items that failed with this code; null for all.</param>
    /// <returns>The number of reset items.</returns>
    public static int Reset(SqliteConnection connection, string job, JobItemState state, string? code = null) => connection.Execute(
        $"""
        UPDATE job_items SET state = 'waiting', note = NULL, error_code = NULL, error_message = NULL, error_detail = NULL, retryable = NULL
        WHERE job = $job AND state = $state AND ($code IS NULL OR ifnull(error_code, '{NoCode}') = $code)
        """,
        ("$job", job), ("$state", JobTable.ToName(state)), ("$code", code));

    public static JobCounts Counts(SqliteConnection connection, string job)
    {
        var counts = connection.List(
            "SELECT state, count(*) FROM job_items WHERE job = $job GROUP BY state", static r => (State: r.GetString(0), Count: r.GetInt64(1)), ("$job", job));
        long GetCount(JobItemState state) => counts.FirstOrDefault(c => c.State == JobTable.ToName(state)).Count;
        return new JobCounts(GetCount(JobItemState.Waiting), GetCount(JobItemState.Running), GetCount(JobItemState.Done), GetCount(JobItemState.Skipped), GetCount(JobItemState.Failed));
    }

    public static List<JobErrorGroup> Errors(SqliteConnection connection, string job) => [.. connection.List(
            "SELECT error_code, sequence, error_message, retryable FROM job_items WHERE job = $job AND state = 'failed' ORDER BY sequence",
            static r => (Code: r.TextOrNull(0) ?? NoCode, Sequence: r.GetInt32(1), Message: r.TextOrNull(2) ?? "", Retryable: r.IntegerOrNull(3) == 1),
            ("$job", job))
        .GroupBy(static e => e.Code, StringComparer.Ordinal)
        .Select(static g => new JobErrorGroup(g.Key, g.LongCount(), g.Any(static e => e.Retryable), g.First().Message, [.. g.Take(10).Select(static e => e.Sequence)]))
        .OrderByDescending(static g => g.Count).ThenBy(static g => g.Code, StringComparer.Ordinal)];

    private static JobItem Map(SqliteDataReader row) => new(row.GetInt32(0), row.GetString(1), row.GetString(2), row.TextOrNull(3))
    {
        State = JobTable.Parse<JobItemState>(row.GetString(4)),
        Attempts = row.GetInt32(5),
        Video = row.TextOrNull(6),
        Note = row.TextOrNull(7),
        ErrorCode = row.TextOrNull(8),
        ErrorMessage = row.TextOrNull(9),
        ErrorDetail = row.TextOrNull(10),
        Retryable = row.IntegerOrNull(11) == 1,
    };
}
