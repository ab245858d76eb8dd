using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Reelmill.Core;
using Reelmill.Library;
using Reelmill.Library.Jobs;
using Reelmill.Media.Fetching;
using Reelmill.Server.Http;
using Reelmill.Server.Webhooks;

namespace Reelmill.Server.Jobs;

/// <summary>The operations on jobs that clients may request: submit, cancel, retry and delete.</summary>
internal sealed class JobService(JobStore store, JobScheduler scheduler, JobRunner runner, UploadStore uploads, WebhookSender webhooks, ServerOptions options, JobPipelines pipelines)
{
    private const int MaxInputs = 10_000;
    private const int MaxLabelCharacters = 200;
    private static readonly TimeSpan QueueRetry = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan CancelTimeout = TimeSpan.FromSeconds(20);

    /// <summary>Validates a submission and adds the job to the queue.</summary>
    /// <param name="request">The submission.</param>
    /// <param name="files">The files that were uploaded with the submission.</param>
    /// <param name="submitter">The id of the submitter's API key; empty without a key.</param>
    /// <param name="idempotencyKey">The client's idempotency key: a repeated submission with the same key returns the first job. Null for none.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <exception cref="RequestException">The submission is invalid, conflicts with its idempotency key, or exceeds a limit.</exception>
    public async Task<Job> SubmitAsync(
        JobRequest request, IReadOnlyList<Upload> files, string submitter, string? idempotencyKey, CancellationToken cancellationToken)
    {
        var pipeline = pipelines.Find(request.Pipeline);
        var chosen = JobOptions.Validate(pipeline, request.ToOptionStrings());
        if (request.Label is { Length: > MaxLabelCharacters })
        {
            throw new RequestException("bad_label", $"The label is longer than {MaxLabelCharacters} characters. Shorten it.", 400);
        }

        var items = CreateItems(pipeline, chosen, TextListValidator.Validate("inputs", request.Inputs ?? [], MaxInputs), files);
        var job = new Job
        {
            Id = store.NewId(),
            Pipeline = pipeline.Name,
            Options = chosen,
            Label = string.IsNullOrWhiteSpace(request.Label) ? null : request.Label,
            Priority = request.Priority,
            Submitter = submitter,
            IdempotencyKey = idempotencyKey,
            RequestHash = HashRequest(pipeline.Name, chosen, request, items),
        };
        var (accepted, refused) = await store.SubmitAsync(job, items, options.QueuedJobs, options.JobsPerKey, cancellationToken).ConfigureAwait(false);
        if (refused is not null)
        {
            throw CreateRefusal(refused);
        }

        scheduler.Wake();
        return accepted!;
    }

    /// <summary>Finds a job.</summary>
    /// <exception cref="RequestException"><c>job_not_found</c>, or <c>gone</c> when it was purged.</exception>
    public async Task<Job> FindAsync(string id, CancellationToken cancellationToken)
    {
        if (await store.FindAsync(id, cancellationToken).ConfigureAwait(false) is { } job)
        {
            return job;
        }

        throw await store.IsPurgedAsync(id, cancellationToken).ConfigureAwait(false)
            ? new RequestException("gone", $"Job {id} was deleted.", 410)
            : new RequestException("job_not_found", $"There is no job {id}. GET /v1/jobs lists the jobs.", 404);
    }

    /// <summary>Describes a job as the API returns it.</summary>
    public async Task<JobDocument> DescribeAsync(Job job, bool detail, CancellationToken cancellationToken)
    {
        var live = scheduler.FindProgress(job.Id);
        var document = JobDocument.From(job, await store.CountsAsync(job.Id, cancellationToken).ConfigureAwait(false), live);
        return detail
            ? document.With(live) with { Attempts = [.. (await store.AttemptsAsync(job.Id, cancellationToken).ConfigureAwait(false)).Select(JobAttemptDocument.From)] }
            : document;
    }

    /// <summary>Requests the cancellation of a job.</summary>
    /// <exception cref="RequestException"><c>terminal</c>: the job has already ended.</exception>
    public async Task<Job> CancelAsync(string id, CancellationToken cancellationToken) =>
        (await CancelAsync([id], cancellationToken).ConfigureAwait(false)).Count > 0
            ? await FindAsync(id, cancellationToken).ConfigureAwait(false)
            : throw await ExplainNotCanceledAsync(id, cancellationToken).ConfigureAwait(false);

    /// <summary>Requests the cancellation of several jobs, in one write.</summary>
    /// <returns>The ids of the jobs that are now canceled or are being canceled.</returns>
    public async Task<IReadOnlySet<string>> CancelAsync(IReadOnlyList<string> ids, CancellationToken cancellationToken)
    {
        var canceled = await store.CancelAsync(ids, cancellationToken).ConfigureAwait(false);
        foreach (var id in canceled)
        {
            scheduler.Cancel(id);
        }

        webhooks.Wake();
        return canceled;
    }

    /// <summary>Returns the reason why a job cannot be canceled: the job does not exist, was deleted, or has ended.</summary>
    public async Task<RequestException> ExplainNotCanceledAsync(string id, CancellationToken cancellationToken)
    {
        try
        {
            await FindAsync(id, cancellationToken).ConfigureAwait(false);
            return new RequestException("terminal", $"Canceling job {id}: the job has already ended.", 409);
        }
        catch (RequestException e)
        {
            return e;
        }
    }

    /// <summary>Requeues the failed items of a job.</summary>
    /// <param name="id">The job.</param>
    /// <param name="codes">The error codes whose items are retried; null for every failed item.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <exception cref="RequestException"><c>not_terminal</c> or <c>nothing_failed</c>.</exception>
    public async Task<Job> RetryAsync(string id, IReadOnlyCollection<string>? codes, CancellationToken cancellationToken)
    {
        await FindAsync(id, cancellationToken).ConfigureAwait(false);
        var (job, refused) = await store.RetryAsync(id, codes, cancellationToken).ConfigureAwait(false);
        scheduler.Wake();
        return job ?? throw (refused == "not_terminal"
            ? new RequestException("not_terminal", $"Retrying job {id}: the job has not ended. Wait for its end, or cancel it.", 409)
            : new RequestException("nothing_failed", DescribeNothingFailed(id, codes), 409));
    }

    /// <summary>Deletes a job with the uploads and unfinished downloads that no other job uses. A running job is canceled first.</summary>
    /// <param name="id">The job.</param>
    /// <param name="results">Whether the job's results in the library are removed too, unless another job has the same input.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <exception cref="RequestException"><c>not_terminal</c>: the canceled job did not end within 20 seconds.</exception>
    public async Task DeleteAsync(string id, bool results, CancellationToken cancellationToken)
    {
        var job = await FindAsync(id, cancellationToken).ConfigureAwait(false);
        if (!job.IsTerminal && (await store.CancelAsync([id], cancellationToken).ConfigureAwait(false)).Count > 0)
        {
            scheduler.Cancel(id);
            await WaitForEndAsync(id, cancellationToken).ConfigureAwait(false);
        }

        if (results)
        {
            await runner.RemoveAsync(job, await store.ListExclusiveItemsAsync(id, cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
        }

        await PurgeAsync(id, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Deletes a job that has ended.</summary>
    public async Task PurgeAsync(string id, CancellationToken cancellationToken)
    {
        var items = await store.ItemsAsync(id, null, -1, int.MaxValue, cancellationToken).ConfigureAwait(false);
        if (!await store.PurgeAsync(id, cancellationToken).ConfigureAwait(false))
        {
            return;
        }

        foreach (var item in items.DistinctBy(static i => i.Source, StringComparer.Ordinal))
        {
            await DeleteInputAsync(item, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task WaitForEndAsync(string id, CancellationToken cancellationToken)
    {
        try
        {
            await scheduler.WhenEndedAsync(id, cancellationToken).WaitAsync(CancelTimeout, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            throw new RequestException("not_terminal", $"Deleting job {id}: the job is being canceled and has not ended within {CancelTimeout.TotalSeconds:0} s. Delete it again when it has ended.", 409);
        }
    }

    /// <summary>Deletes the upload or unfinished download of an input, unless another job uses it.</summary>
    private async Task DeleteInputAsync(JobItem item, CancellationToken cancellationToken)
    {
        var (input, downloads) = (JobRunner.GetInput(item), Path.Combine(options.Library, LibraryLayout.Videos));
        if (input.Kind == InputKind.File)
        {
            await uploads.RemoveUnusedAsync(item.Source, cancellationToken).ConfigureAwait(false);
        }
        else if (Fetcher.HasUnfinished(downloads, input) && !await store.IsUsedAsync(item.Source, cancellationToken).ConfigureAwait(false))
        {
            Fetcher.DeleteUnfinished(downloads, input);
        }
    }

    private static string DescribeNothingFailed(string id, IReadOnlyCollection<string>? codes) => codes is null
        ? $"Retrying job {id}: no item of the job failed."
        : $"Retrying job {id}: {(codes.Count == 0 ? "'codes' is empty" : $"no item failed with {string.Join(" or ", codes.Select(static c => $"'{c}'"))}")}. GET /v1/jobs/{id}/errors lists the codes of the job.";

    private static RequestException CreateRefusal(string reason) => reason switch
    {
        "idempotency_conflict" => new(reason, "Submitting a job: this Idempotency-Key belongs to an earlier submission with different content. Use a new key for a new job.", 422),
        "queue_full" => new(reason, "Submitting a job: the server's queue is full. Try again later.", 429) { RetryAfter = QueueRetry },
        _ => new(reason, "Submitting a job: this key has as many queued and running jobs as it may. Try again when some have ended.", 429) { RetryAfter = QueueRetry },
    };

    private IReadOnlyList<JobItem> CreateItems(JobPipeline pipeline, string chosen, IReadOnlyList<string> urls, IReadOnlyList<Upload> files)
    {
        if (!pipeline.Definition.TakesInputs)
        {
            return urls.Count + files.Count == 0 ? [] : throw new RequestException("bad_input", $"'{pipeline.Name}' works on the whole library and does not accept inputs. Leave them out.", 400);
        }

        if (urls.Count + files.Count is 0 or > MaxInputs)
        {
            throw new RequestException("bad_input", $"A job of '{pipeline.Name}' must have 1 to {MaxInputs} inputs. Send URLs in 'inputs', and files as parts of a multipart form.", 400);
        }

        var sources = urls.Select(static (url, i) => (Source: NormalizeUrl(url, i), Metadata: (string?)null))
            .Concat(files.Select(static f => (Source: f.Path, Metadata: (string?)JsonSerializer.Serialize(new Dictionary<string, string>(StringComparer.Ordinal) { ["title"] = f.Name }))));
        return [.. sources.Select((s, i) => new JobItem(i, pipelines.GetItemId(options.Library, pipeline.Name, chosen, s.Source), s.Source, s.Metadata))];
    }

    private static string NormalizeUrl(string url, int index)
    {
        try
        {
            return UrlGuard.Check(url).AbsoluteUri;
        }
        catch (ItemException e)
        {
            throw new RequestException(e.Code, $"inputs[{index}]: {e.Message}", 400);
        }
    }

    private static string HashRequest(string pipeline, string chosen, JobRequest request, IReadOnlyList<JobItem> items)
    {
        var text = string.Join('\n', [pipeline, chosen, request.Label ?? "", request.Priority.ToString(), .. items.Select(static i => $"{i.Source} {i.Metadata}")]);
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
    }
}
