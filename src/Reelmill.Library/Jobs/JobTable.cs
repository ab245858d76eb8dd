using System.Globalization;
using Microsoft.Data.Sqlite;
using Reelmill.Library.Catalog.Sqlite;

namespace Reelmill.Library.Jobs;

/// <summary>Reads and writes jobs and their attempts.</summary>
internal static class JobTable
{
    private const string Columns =
        "id, pipeline, options, label, priority, state, submitter, idempotency_key, request_hash, attempt, error_code, error_message, created_ms, started_ms, ended_ms";

    public static string ToName<T>(T state)
        where T : struct, Enum => state.ToString().ToLowerInvariant();

    public static T Parse<T>(string name)
        where T : struct, Enum => Enum.Parse<T>(name, ignoreCase: true);

    public static void Insert(SqliteConnection connection, Job job) => connection.Execute(
        """
        INSERT INTO jobs (id, pipeline, options, label, priority, state, submitter, idempotency_key, request_hash, attempt, created_ms)
        VALUES ($id, $pipeline, $options, $label, $priority, $state, $submitter, $key, $hash, 0, $created)
        """,
        ("$id", job.Id), ("$pipeline", job.Pipeline), ("$options", job.Options), ("$label", job.Label), ("$priority", (int)job.Priority),
        ("$state", ToName(job.State)), ("$submitter", job.Submitter), ("$key", job.IdempotencyKey), ("$hash", job.RequestHash), ("$created", job.CreatedMs));

    public static Job? Find(SqliteConnection connection, string id) =>
        connection.List($"SELECT {Columns} FROM jobs WHERE id = $id", Map, ("$id", id)) is [var job] ? job : null;

    public static Job? FindSubmission(SqliteConnection connection, string submitter, string key) => connection.List(
        $"SELECT {Columns} FROM jobs WHERE submitter = $submitter AND idempotency_key = $key", Map, ("$submitter", submitter), ("$key", key)) is [var job] ? job : null;

    /// <summary>Finds the job to begin next: by priority, then by the fewest running jobs of the submitter, then by age.</summary>
    public static Job? FindNext(SqliteConnection connection, int maxPerSubmitter) => connection.List(
        $"""
        WITH busy AS (SELECT submitter AS who, count(*) AS running FROM jobs WHERE state IN ('running', 'cancelling') GROUP BY submitter)
        SELECT {Columns} FROM jobs LEFT JOIN busy ON busy.who = jobs.submitter
        WHERE state = 'queued' AND (submitter = '' OR ifnull(running, 0) < $most)
        ORDER BY priority DESC, ifnull(running, 0), id LIMIT 1
        """,
        Map,
        ("$most", maxPerSubmitter)) is [var job] ? job : null;

    public static List<Job> Select(SqliteConnection connection, JobFilter filter)
    {
        var states = filter.States is { } some ? string.Join(',', some.Select(static s => $"'{ToName(s)}'")) : null;
        return connection.List(
            $"""
            SELECT {Columns} FROM jobs
            WHERE ($before IS NULL OR id < $before) AND ($pipeline IS NULL OR pipeline = $pipeline) AND ($label IS NULL OR label = $label)
              {(states is null ? string.Empty : $"AND state IN ({states})")}
              AND ($text IS NULL OR instr(lower(id || ' ' || ifnull(label, '')), $text) > 0
                OR EXISTS (SELECT 1 FROM job_items WHERE job = jobs.id AND instr(lower(source || ' ' || ifnull(metadata, '')), $text) > 0))
            ORDER BY id DESC LIMIT $limit
            """,
            Map,
            ("$before", filter.Before), ("$pipeline", filter.Pipeline), ("$label", filter.Label), ("$text", filter.Text?.ToLowerInvariant()), ("$limit", filter.Limit));
    }

    public static long Count(SqliteConnection connection, string? submitter, params ReadOnlySpan<JobState> states) => connection.Number(
        $"SELECT count(*) FROM jobs WHERE state IN ({string.Join(',', states.ToArray().Select(static s => $"'{ToName(s)}'"))}) AND ($submitter IS NULL OR submitter = $submitter)",
        ("$submitter", submitter));

    public static void SetState(SqliteConnection connection, string id, JobState state) =>
        connection.Execute("UPDATE jobs SET state = $state WHERE id = $id", ("$id", id), ("$state", ToName(state)));

    /// <summary>Begins an attempt. The attempt is recorded before the work, so that a crash counts as one.</summary>
    public static void Begin(SqliteConnection connection, string id, long now)
    {
        connection.Execute(
            "UPDATE jobs SET state = 'running', attempt = attempt + 1, started_ms = $now, ended_ms = NULL, error_code = NULL, error_message = NULL WHERE id = $id",
            ("$id", id), ("$now", now));
        connection.Execute("INSERT INTO job_attempts (job, number, started_ms) SELECT id, attempt, $now FROM jobs WHERE id = $id", ("$id", id), ("$now", now));
    }

    public static void EndAttempt(SqliteConnection connection, string id, string outcome, long now) => connection.Execute(
        "UPDATE job_attempts SET ended_ms = $now, outcome = $outcome WHERE job = $id AND ended_ms IS NULL", ("$id", id), ("$now", now), ("$outcome", outcome));

    public static void End(SqliteConnection connection, string id, JobState state, string? code, string? message, long now)
    {
        EndAttempt(connection, id, ToName(state), now);
        connection.Execute(
            "UPDATE jobs SET state = $state, ended_ms = $now, error_code = $code, error_message = $message WHERE id = $id",
            ("$id", id), ("$now", now), ("$state", ToName(state)), ("$code", code), ("$message", message));
    }

    public static List<JobAttempt> Attempts(SqliteConnection connection, string id) => connection.List(
        "SELECT number, started_ms, ended_ms, outcome FROM job_attempts WHERE job = $id ORDER BY number",
        static r => new JobAttempt(r.GetInt32(0), r.GetInt64(1), r.IntegerOrNull(2), r.TextOrNull(3)),
        ("$id", id));

    public static void Purge(SqliteConnection connection, string id, long now)
    {
        foreach (var table in new[] { "job_items", "job_attempts", "job_events" })
        {
            connection.Execute(string.Create(CultureInfo.InvariantCulture, $"DELETE FROM {table} WHERE job = $id"), ("$id", id));
        }

        connection.Execute("DELETE FROM jobs WHERE id = $id", ("$id", id));
        connection.Execute("INSERT OR IGNORE INTO purged_jobs (id, purged_ms) VALUES ($id, $now)", ("$id", id), ("$now", now));
    }

    public static bool IsPurged(SqliteConnection connection, string id) =>
        connection.Number("SELECT count(*) FROM purged_jobs WHERE id = $id", ("$id", id)) > 0;

    private static Job Map(SqliteDataReader row) => new()
    {
        Id = row.GetString(0),
        Pipeline = row.GetString(1),
        Options = row.GetString(2),
        Label = row.TextOrNull(3),
        Priority = (JobPriority)row.GetInt32(4),
        State = Parse<JobState>(row.GetString(5)),
        Submitter = row.GetString(6),
        IdempotencyKey = row.TextOrNull(7),
        RequestHash = row.GetString(8),
        Attempt = row.GetInt32(9),
        ErrorCode = row.TextOrNull(10),
        ErrorMessage = row.TextOrNull(11),
        CreatedMs = row.GetInt64(12),
        StartedMs = row.IntegerOrNull(13),
        EndedMs = row.IntegerOrNull(14),
    };
}
