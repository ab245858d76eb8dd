using Microsoft.Data.Sqlite;
using Reelmill.Library.Catalog.Sqlite;
using Reelmill.Library.Webhooks;

namespace Reelmill.Library.Jobs;

/// <summary>The jobs of a library: what was submitted, how far it is and what happened, so that a start goes on where the last process ended.</summary>
/// <param name="catalog">The library's catalog, open for writing.</param>
/// <remarks>Thread-safe, and as durable as the catalog.</remarks>
public sealed class JobStore(SqliteCatalog catalog)
{
    private readonly Lock _gate = new();
    private long _latestMs;

    /// <summary>The same jobs, whose writes wait on a full disk.</summary>
    /// <param name="whenFull">See <see cref="SqliteCatalog.Waiting"/>.</param>
    public JobStore Waiting(Func<LibraryException, Task> whenFull) => new(catalog.Waiting(whenFull));

    /// <summary>Makes an id that sorts after those that were made before.</summary>
    public string NewId()
    {
        // A clock that is set back must not put a job before those that wait already.
        lock (_gate)
        {
            _latestMs = Math.Max(_latestMs, catalog.Now);
            return RunTable.NewId(DateTimeOffset.FromUnixTimeMilliseconds(_latestMs));
        }
    }

    /// <summary>Takes a job in, unless too many wait or the same submission is there already.</summary>
    /// <param name="job">The job, queued.</param>
    /// <param name="items">Its items, in order.</param>
    /// <param name="queued">How many jobs may wait.</param>
    /// <param name="perSubmitter">How many of one submitter may wait or run.</param>
    /// <param name="cancellationToken">Stops the wait for other writes.</param>
    /// <returns>The job that was submitted, now or before; null with the reason when it was refused.</returns>
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
            Say(c, job.Id, JobState.Queued);
            return (job, null);
        },
        cancellationToken);

    /// <summary>Finds a job; null when there is none of that id.</summary>
    public Task<Job?> FindAsync(string id, CancellationToken cancellationToken) => catalog.ReadAsync(c => JobTable.Find(c, id), cancellationToken);

    /// <summary>Finds what was submitted under a key of the submitter's; null when nothing was.</summary>
    public Task<Job?> FindSubmissionAsync(string submitter, string key, CancellationToken cancellationToken) =>
        catalog.ReadAsync(c => JobTable.FindSubmission(c, submitter, key), cancellationToken);

    /// <summary>Whether a job was there and was purged.</summary>
    public Task<bool> IsPurgedAsync(string id, CancellationToken cancellationToken) => catalog.ReadAsync(c => JobTable.IsPurged(c, id), cancellationToken);

    /// <summary>Lists jobs, newest first.</summary>
    public Task<List<Job>> ListAsync(JobFilter filter, CancellationToken cancellationToken) => catalog.ReadAsync(c => JobTable.Select(c, filter), cancellationToken);

    /// <summary>Counts the jobs in one of these states.</summary>
    public Task<long> CountAsync(CancellationToken cancellationToken, params JobState[] states) => catalog.ReadAsync(c => JobTable.Count(c, null, states), cancellationToken);

    /// <summary>Lists the attempts at a job.</summary>
    public Task<List<JobAttempt>> AttemptsAsync(string id, CancellationToken cancellationToken) => catalog.ReadAsync(c => JobTable.Attempts(c, id), cancellationToken);

    /// <summary>Lists a page of a job's items, in order.</summary>
    /// <param name="id">The job.</param>
    /// <param name="state">Only those in this state; null for all.</param>
    /// <param name="after">Only those after this place; -1 for all.</param>
    /// <param name="limit">How many at most.</param>
    /// <param name="cancellationToken">Stops the wait.</param>
    public Task<List<JobItem>> ItemsAsync(string id, JobItemState? state, int after, int limit, CancellationToken cancellationToken) =>
        catalog.ReadAsync(c => JobItemTable.Select(c, id, state, after, limit), cancellationToken);

    /// <summary>Counts a job's items.</summary>
    public Task<JobCounts> CountsAsync(string id, CancellationToken cancellationToken) => catalog.ReadAsync(c => JobItemTable.Counts(c, id), cancellationToken);

    /// <summary>Groups a job's failures by their cause, most frequent first.</summary>
    public Task<List<JobErrorGroup>> ErrorsAsync(string id, CancellationToken cancellationToken) => catalog.ReadAsync(c => JobItemTable.Errors(c, id), cancellationToken);

    /// <summary>Lists a job's events after one.</summary>
    public Task<List<JobEvent>> EventsAsync(string id, long after, CancellationToken cancellationToken) => catalog.ReadAsync(
        c => c.List(
            "SELECT id, type, data FROM job_events WHERE job = $job AND id > $after ORDER BY id",
            static r => new JobEvent(r.GetInt64(0), r.GetString(1), r.GetString(2)),
            ("$job", id), ("$after", after)),
        cancellationToken);

    /// <summary>Begins the next attempt at the job that is first in the queue.</summary>
    /// <param name="mostOfOne">How many jobs of one submitter may run at once; whoever submits without a key is alone, and may run all.</param>
    /// <param name="cancellationToken">Stops the wait for other writes.</param>
    /// <returns>The job, running; null when none waits that may run.</returns>
    public Task<Job?> TakeNextAsync(int mostOfOne, CancellationToken cancellationToken) => catalog.WriteAsync(
        c =>
        {
            if (JobTable.Next(c, mostOfOne) is not { } next)
            {
                return null;
            }

            JobTable.Begin(c, next.Id, catalog.Now);
            Say(c, next.Id, JobState.Running);
            return JobTable.Find(c, next.Id);
        },
        cancellationToken);

    /// <summary>Records where an item of a job is.</summary>
    /// <param name="id">The job.</param>
    /// <param name="item">The item.</param>
    /// <param name="data">What the job's listeners are told, as JSON.</param>
    /// <param name="cancellationToken">Stops the wait for other writes.</param>
    public Task UpdateAsync(string id, JobItem item, string data, CancellationToken cancellationToken) => catalog.WriteAsync(
        c =>
        {
            JobItemTable.Update(c, id, item);
            Say(c, id, "item", data);
            return true;
        },
        cancellationToken);

    /// <summary>Records that an attempt ended, and the job with it.</summary>
    /// <returns>The job as it is now.</returns>
    public Task<Job> EndAsync(string id, JobState state, string? code, string? message, CancellationToken cancellationToken) => catalog.WriteAsync(
        c =>
        {
            JobItemTable.Reset(c, id, JobItemState.Running);
            return End(c, id, state, code, message);
        },
        cancellationToken);

    /// <summary>Puts a job whose run was stopped back into the queue; one whose end was asked for has ended.</summary>
    public Task ReleaseAsync(string id, CancellationToken cancellationToken) => catalog.WriteAsync(
        c =>
        {
            if (JobTable.Find(c, id) is { } job)
            {
                PutBack(c, job);
            }

            return true;
        },
        cancellationToken);

    /// <summary>Cleans up after a process that died: what it ran waits again, and what it was ending has ended.</summary>
    public Task RecoverAsync(CancellationToken cancellationToken) => catalog.WriteAsync(
        c =>
        {
            foreach (var job in JobTable.Select(c, new JobFilter { States = [JobState.Running, JobState.Cancelling], Limit = int.MaxValue }))
            {
                PutBack(c, job);
            }

            return true;
        },
        cancellationToken);

    /// <summary>Asks for the end of jobs, in one transaction: one that waits has ended, one that runs is told.</summary>
    /// <param name="ids">The jobs.</param>
    /// <param name="cancellationToken">Stops the wait for other writes.</param>
    /// <returns>Those that have ended now or are told; without those that are not there or had ended before.</returns>
    public Task<IReadOnlySet<string>> CancelAsync(IReadOnlyCollection<string> ids, CancellationToken cancellationToken) => catalog.WriteAsync<IReadOnlySet<string>>(
        c => ids.Where(id => Cancel(c, id)).ToHashSet(StringComparer.Ordinal),
        cancellationToken);

    /// <summary>Puts an ended job back into the queue, for its items that failed and those that were never begun.</summary>
    /// <param name="id">The job.</param>
    /// <param name="codes">Of the items that failed, only those with one of these codes; null for all.</param>
    /// <param name="cancellationToken">Stops the wait for other writes.</param>
    /// <returns>The job, queued; null with the reason when there is nothing to do.</returns>
    public Task<(Job? Job, string? Refused)> RetryAsync(string id, IReadOnlyCollection<string>? codes, CancellationToken cancellationToken) => catalog.WriteAsync<(Job?, string?)>(
        c =>
        {
            var job = JobTable.Find(c, id);
            if (job is null or { IsTerminal: false })
            {
                return (null, "not_terminal");
            }

            var again = codes?.Sum(code => JobItemTable.Reset(c, id, JobItemState.Failed, code)) ?? JobItemTable.Reset(c, id, JobItemState.Failed);
            if (again == 0 && (codes is not null || (JobItemTable.Counts(c, id).Waiting == 0 && job.ErrorCode is null)))
            {
                return (null, "nothing_failed");
            }

            JobTable.SetState(c, id, JobState.Queued);
            Say(c, id, JobState.Queued);
            return (JobTable.Find(c, id), null);
        },
        cancellationToken);

    /// <summary>Forgets a job that has ended.</summary>
    /// <returns>False when there is none, or it has not ended.</returns>
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

    /// <summary>Lists the items of the catalog that a job has done or failed at, and that no other job has.</summary>
    public Task<List<(string Item, string Source)>> OwnItemsAsync(string id, CancellationToken cancellationToken) => catalog.ReadAsync(
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

    /// <summary>Whether any job has an input.</summary>
    public Task<bool> IsUsedAsync(string source, CancellationToken cancellationToken) => catalog.ReadAsync(
        c => c.Number("SELECT count(*) FROM job_items WHERE source = $source", ("$source", source)) > 0, cancellationToken);

    /// <summary>Whether a job that has not ended has an input.</summary>
    public Task<bool> IsWantedAsync(string source, CancellationToken cancellationToken) => catalog.ReadAsync(
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
                Say(connection, id, JobState.Cancelling);
                return true;
            case JobState.Cancelling:
                return true;
            default:
                return false;
        }
    }

    /// <summary>Whoever wants to know that a job has ended is owed that from the moment at which it has.</summary>
    private Job End(SqliteConnection connection, string id, JobState state, string? code, string? message)
    {
        JobTable.End(connection, id, state, code, message, catalog.Now);
        Say(connection, id, state);
        Say(connection, id, "end", $$"""{"state":"{{JobTable.NameOf(state)}}"}""");
        var job = JobTable.Find(connection, id)!;
        WebhookStore.Enqueue(connection, JobMessage.TypeOf(state), id, JobMessage.Of(job, JobItemTable.Counts(connection, id)), catalog.Now);
        return job;
    }

    private void PutBack(SqliteConnection connection, Job job)
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
        Say(connection, id, JobState.Queued);
    }

    private void Say(SqliteConnection connection, string id, JobState state) =>
        Say(connection, id, "state", $$"""{"state":"{{JobTable.NameOf(state)}}","atMs":{{catalog.Now}}}""");

    private static void Say(SqliteConnection connection, string id, string type, string data) => connection.Execute(
        "INSERT INTO job_events (job, id, type, data) SELECT $job, ifnull(max(id), 0) + 1, $type, $data FROM job_events WHERE job = $job",
        ("$job", id), ("$type", type), ("$data", data));
}
