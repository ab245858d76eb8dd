using Microsoft.Data.Sqlite;
using Reelmill.Library.Catalog.Sqlite;
using Reelmill.Library.Webhooks;

namespace Reelmill.Library.Jobs;

/// <summary>Stores a library's jobs, with their items, states and events, so that a restarted server resumes them.</summary>
/// <param name="catalog">The library's catalog, open for writing.</param>
/// <remarks>Thread-safe, and as durable as the catalog.</remarks>
public sealed class JobStore(SqliteCatalog catalog)
{
    private readonly Lock _gate = new();
    private long _latestMs;

    /// <summary>Returns a view of this store that waits and retries writes on a full disk.</summary>
    /// <param name="waitForSpace">See <see cref="SqliteCatalog.WithDiskFullWait"/>.</param>
    public JobStore WithDiskFullWait(Func<LibraryException, Task> waitForSpace) => new(catalog.WithDiskFullWait(waitForSpace));

    /// <summary>Creates an id that sorts after all ids that this instance has created.</summary>
    public string NewId()
    {
        // If the clock is set back, a new job must still sort after those that wait.
        lock (_gate)
        {
            _latestMs = Math.Max(_latestMs, catalog.Now);
            return RunTable.NewId(DateTimeOffset.FromUnixTimeMilliseconds(_latestMs));
        }
    }

    /// <summary>Submits a job. Idempotent for submissions with the same idempotency key.</summary>
    /// <param name="job">The job, queued.</param>
    /// <param name="items">The job's items, in order.</param>
    /// <param name="queued">The maximum number of queued jobs.</param>
    /// <param name="perSubmitter">The maximum number of queued and running jobs of one submitter.</param>
    /// <param name="cancellationToken">Stops the wait for other writes.</param>
    /// <returns>The job that was submitted, now or before; null with the reason if it was refused.</returns>
    public Task<(Job? Job, string? Refused)> SubmitAsync(
        Job job, IReadOnlyList<JobItem> items, int queued, int perSubmitter, CancellationToken cancellationToken) => catalog.WriteAsync<(Job?, string?)>(
        c =>
        {
            if (job.IdempotencyKey is { } key && JobTable.FindSubmission(c, job.Submitter, key) is { } before)
            {
                return before.RequestHash == job.RequestHash ? (before, null) : (null, "idempotency_conflict");
            }

            if (JobTable.Count(c, null, JobState.Queued) >= queued)
            {
                return (null, "queue_full");
            }

            if (JobTable.Count(c, job.Submitter, JobState.Queued, JobState.Running, JobState.Cancelling) >= perSubmitter)
            {
                return (null, "too_many_jobs");
            }

            job = job with { CreatedMs = catalog.Now };
            JobTable.Insert(c, job);
            JobItemTable.Insert(c, job.Id, items);
            AddEvent(c, job.Id, JobState.Queued);
            return (job, null);
        },
        cancellationToken);

    /// <summary>Finds a job by id; null when there is none.</summary>
    public Task<Job?> FindAsync(string id, CancellationToken cancellationToken) => catalog.ReadAsync(c => JobTable.Find(c, id), cancellationToken);

    /// <summary>Finds a job by its submitter and idempotency key; null when there is none.</summary>
    public Task<Job?> FindSubmissionAsync(string submitter, string key, CancellationToken cancellationToken) =>
        catalog.ReadAsync(c => JobTable.FindSubmission(c, submitter, key), cancellationToken);

    /// <summary>Whether a job existed and was purged.</summary>
    public Task<bool> IsPurgedAsync(string id, CancellationToken cancellationToken) => catalog.ReadAsync(c => JobTable.IsPurged(c, id), cancellationToken);

    /// <summary>Lists jobs, newest first.</summary>
    public Task<List<Job>> ListAsync(JobFilter filter, CancellationToken cancellationToken) => catalog.ReadAsync(c => JobTable.Select(c, filter), cancellationToken);

    /// <summary>Counts the jobs in one of these states.</summary>
    public Task<long> CountAsync(CancellationToken cancellationToken, params JobState[] states) => catalog.ReadAsync(c => JobTable.Count(c, null, states), cancellationToken);

    /// <summary>Lists the attempts at a job.</summary>
    public Task<List<JobAttempt>> AttemptsAsync(string id, CancellationToken cancellationToken) => catalog.ReadAsync(c => JobTable.Attempts(c, id), cancellationToken);

    /// <summary>Lists a page of a job's items, in order.</summary>
    /// <param name="id">The job.</param>
    /// <param name="state">Only items in this state; null for all.</param>
    /// <param name="after">The number after which the page begins; -1 for the first page.</param>
    /// <param name="limit">The maximum number of items.</param>
    /// <param name="cancellationToken">Stops the wait.</param>
    public Task<List<JobItem>> ItemsAsync(string id, JobItemState? state, int after, int limit, CancellationToken cancellationToken) =>
        catalog.ReadAsync(c => JobItemTable.Select(c, id, state, after, limit), cancellationToken);

    /// <summary>Counts a job's items.</summary>
    public Task<JobCounts> CountsAsync(string id, CancellationToken cancellationToken) => catalog.ReadAsync(c => JobItemTable.Counts(c, id), cancellationToken);

    /// <summary>Groups a job's failures by error code, most frequent first.</summary>
    public Task<List<JobErrorGroup>> ErrorsAsync(string id, CancellationToken cancellationToken) => catalog.ReadAsync(c => JobItemTable.Errors(c, id), cancellationToken);

    /// <summary>Lists a job's events after the event with the given number.</summary>
    public Task<List<JobEvent>> EventsAsync(string id, long after, CancellationToken cancellationToken) => catalog.ReadAsync(
        c => c.List(
            "SELECT id, type, data FROM job_events WHERE job = $job AND id > $after ORDER BY id",
            static r => new JobEvent(r.GetInt64(0), r.GetString(1), r.GetString(2)),
            ("$job", id), ("$after", after)),
        cancellationToken);

    /// <summary>Claims the first eligible job of the queue and begins its next attempt.</summary>
    /// <param name="maxPerSubmitter">The maximum number of jobs that one submitter may run at once. Jobs submitted without a key have no limit.</param>
    /// <param name="cancellationToken">Stops the wait for other writes.</param>
    /// <returns>The running job; null when no queued job may run.</returns>
    public Task<Job?> ClaimNextAsync(int maxPerSubmitter, CancellationToken cancellationToken) => catalog.WriteAsync(
        c =>
        {
            if (JobTable.FindNext(c, maxPerSubmitter) is not { } next)
            {
                return null;
            }

            JobTable.Begin(c, next.Id, catalog.Now);
            AddEvent(c, next.Id, JobState.Running);
            return JobTable.Find(c, next.Id);
        },
        cancellationToken);

    /// <summary>Records the state of a job's item, with an event.</summary>
    /// <param name="id">The job.</param>
    /// <param name="item">The item.</param>
    /// <param name="data">The event's payload, as JSON.</param>
    /// <param name="cancellationToken">Stops the wait for other writes.</param>
    public Task UpdateAsync(string id, JobItem item, string data, CancellationToken cancellationToken) => catalog.WriteAsync(
        c =>
        {
            JobItemTable.Update(c, id, item);
            AddEvent(c, id, "item", data);
            return true;
        },
        cancellationToken);

    /// <summary>Records that an attempt, and with it the job, has ended.</summary>
    /// <returns>The job in its new state.</returns>
    public Task<Job> EndAsync(string id, JobState state, string? code, string? message, CancellationToken cancellationToken) => catalog.WriteAsync(
        c =>
        {
            JobItemTable.Reset(c, id, JobItemState.Running);
            return End(c, id, state, code, message);
        },
        cancellationToken);

    /// <summary>Requeues a job whose run was stopped; a job that was being cancelled ends instead.</summary>
    public Task ReleaseAsync(string id, CancellationToken cancellationToken) => catalog.WriteAsync(
        c =>
        {
            if (JobTable.Find(c, id) is { } job)
            {
                Requeue(c, job);
            }

            return true;
        },
        cancellationToken);

    /// <summary>Recovers from a process that died: running jobs are requeued, and jobs that were being cancelled end.</summary>
    public Task RecoverAsync(CancellationToken cancellationToken) => catalog.WriteAsync(
        c =>
        {
            foreach (var job in JobTable.Select(c, new JobFilter { States = [JobState.Running, JobState.Cancelling], Limit = int.MaxValue }))
            {
                Requeue(c, job);
            }

            return true;
        },
        cancellationToken);

    /// <summary>Cancels jobs, in one transaction: a queued job ends, and a running job is marked as cancelling.</summary>
    /// <param name="ids">The jobs.</param>
    /// <param name="cancellationToken">Stops the wait for other writes.</param>
    /// <returns>The jobs that have ended now or are being cancelled; without unknown jobs and those that had ended before.</returns>
    public Task<IReadOnlySet<string>> CancelAsync(IReadOnlyCollection<string> ids, CancellationToken cancellationToken) => catalog.WriteAsync<IReadOnlySet<string>>(
        c => ids.Where(id => Cancel(c, id)).ToHashSet(StringComparer.Ordinal),
        cancellationToken);

    /// <summary>Requeues an ended job for its failed items and those that never began.</summary>
    /// <param name="id">The job.</param>
    /// <param name="codes">Retries only failed items with one of these error codes; null for all.</param>
    /// <param name="cancellationToken">Stops the wait for other writes.</param>
    /// <returns>The queued job; null with the reason when there is nothing to retry.</returns>
    public Task<(Job? Job, string? Refused)> RetryAsync(string id, IReadOnlyCollection<string>? codes, CancellationToken cancellationToken) => catalog.WriteAsync<(Job?, string?)>(
        c =>
        {
            var job = JobTable.Find(c, id);
            if (job is null or { IsTerminal: false })
            {
                return (null, "not_terminal");
            }

            var resetCount = codes?.Sum(code => JobItemTable.Reset(c, id, JobItemState.Failed, code)) ?? JobItemTable.Reset(c, id, JobItemState.Failed);
            if (resetCount == 0 && (codes is not null || (JobItemTable.Counts(c, id).Waiting == 0 && job.ErrorCode is null)))
            {
                return (null, "nothing_failed");
            }

            JobTable.SetState(c, id, JobState.Queued);
            AddEvent(c, id, JobState.Queued);
            return (JobTable.Find(c, id), null);
        },
        cancellationToken);

    /// <summary>Deletes a job that has ended.</summary>
    /// <returns>False when the job does not exist or has not ended.</returns>
    public Task<bool> PurgeAsync(string id, CancellationToken cancellationToken) => catalog.WriteAsync(
        c =>
        {
            if (JobTable.Find(c, id) is not { IsTerminal: true })
            {
                return false;
            }

            JobTable.Purge(c, id, catalog.Now);
            return true;
        },
        cancellationToken);

    /// <summary>Lists the catalog items that a job has completed or failed, and that no other job has.</summary>
    public Task<List<(string Item, string Source)>> ListExclusiveItemsAsync(string id, CancellationToken cancellationToken) => catalog.ReadAsync(
        c => c.List(
            """
            SELECT DISTINCT own.item, own.source
            FROM job_items AS own
            WHERE own.job = $job AND own.state IN ('done', 'failed')
              AND NOT EXISTS (SELECT 1 FROM job_items AS other WHERE other.source = own.source AND other.item = own.item AND other.job <> $job)
            """,
            static r => (r.GetString(0), r.GetString(1)),
            ("$job", id)),
        cancellationToken);

    /// <summary>Whether any job has the source as an input.</summary>
    public Task<bool> IsUsedAsync(string source, CancellationToken cancellationToken) => catalog.ReadAsync(
        c => c.Number("SELECT count(*) FROM job_items WHERE source = $source", ("$source", source)) > 0, cancellationToken);

    /// <summary>Whether a job that has not ended has the source as an input.</summary>
    public Task<bool> IsUsedByActiveJobAsync(string source, CancellationToken cancellationToken) => catalog.ReadAsync(
        c => c.Number(
            "SELECT count(*) FROM job_items JOIN jobs ON jobs.id = job_items.job WHERE source = $source AND jobs.state IN ('queued', 'running', 'cancelling')",
            ("$source", source)) > 0,
        cancellationToken);

    private bool Cancel(SqliteConnection connection, string id)
    {
        switch (JobTable.Find(connection, id)?.State)
        {
            case JobState.Queued:
                End(connection, id, JobState.Cancelled, null, null);
                return true;
            case JobState.Running:
                JobTable.SetState(connection, id, JobState.Cancelling);
                AddEvent(connection, id, JobState.Cancelling);
                return true;
            case JobState.Cancelling:
                return true;
            default:
                return false;
        }
    }

    /// <summary>Ends a job and enqueues its webhook messages in the same transaction, so that no crash can lose them.</summary>
    private Job End(SqliteConnection connection, string id, JobState state, string? code, string? message)
    {
        JobTable.End(connection, id, state, code, message, catalog.Now);
        AddEvent(connection, id, state);
        AddEvent(connection, id, "end", $$"""{"state":"{{JobTable.ToName(state)}}"}""");
        var job = JobTable.Find(connection, id)!;
        WebhookStore.Enqueue(connection, JobMessage.GetEventType(state), id, JobMessage.Compose(job, JobItemTable.Counts(connection, id)), catalog.Now);
        return job;
    }

    private void Requeue(SqliteConnection connection, Job job)
    {
        var id = job.Id;
        JobItemTable.Reset(connection, id, JobItemState.Running);
        if (job.State == JobState.Cancelling)
        {
            End(connection, id, JobState.Cancelled, null, null);
            return;
        }

        JobTable.EndAttempt(connection, id, "interrupted", catalog.Now);
        JobTable.SetState(connection, id, JobState.Queued);
        AddEvent(connection, id, JobState.Queued);
    }

    private void AddEvent(SqliteConnection connection, string id, JobState state) =>
        AddEvent(connection, id, "state", $$"""{"state":"{{JobTable.ToName(state)}}","atMs":{{catalog.Now}}}""");

    private static void AddEvent(SqliteConnection connection, string id, string type, string data) => connection.Execute(
        "INSERT INTO job_events (job, id, type, data) SELECT $job, ifnull(max(id), 0) + 1, $type, $data FROM job_events WHERE job = $job",
        ("$job", id), ("$type", type), ("$data", data));
}
