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

/// <summary>What clients may do with jobs.</summary>
internal sealed class JobService(JobStore store, JobScheduler scheduler, JobRunner runner, UploadStore uploads, WebhookSender webhooks, ServerOptions options, JobPipelines pipelines)
{
    private const int MostInputs = 10_000;
    private const int MostLabelCharacters = 200;
    private static readonly TimeSpan QueueRetry = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan EndWithin = TimeSpan.FromSeconds(20);

    /// <summary>Takes a job in.</summary>
    /// <param name="request">What is asked for.</param>
    /// <param name="files">What was uploaded with it.</param>
    /// <param name="submitter">The id of the key that asks; empty where none is needed.</param>
    /// <param name="idempotencyKey">By what the client tells the same submission from another one.</param>
    /// <param name="cancellationToken">Stops the wait.</param>
    /// <exception cref="RequestException">It is refused.</exception>
    public async Task<Job> SubmitAsync(
        JobRequest request, IReadOnlyList<Upload> files, string submitter, string? idempotencyKey, CancellationToken cancellationToken)
    {
        var pipeline = pipelines.Find(request.Pipeline);
        var chosen = JobOptions.Check(pipeline, request.OptionTexts());
        if (request.Label is { Length: > MostLabelCharacters })
        {
            throw new RequestException("bad_label", $"The label is longer than {MostLabelCharacters} characters.", 400);
        }

        var items = ItemsOf(pipeline, chosen, PlainTextList.Checked("inputs", request.Inputs ?? [], MostInputs), files);
        var job = new Job
        {
            Id = store.NewId(),
            Pipeline = pipeline.Name,
            Options = chosen,
            Label = string.IsNullOrWhiteSpace(request.Label) ? null : request.Label,
            Priority = request.Priority,
            Submitter = submitter,
            IdempotencyKey = idempotencyKey,
            RequestHash = HashOf(pipeline.Name, chosen, request, items),
        };
        var (taken, refused) = await store.SubmitAsync(job, items, options.QueuedJobs, options.JobsPerKey, cancellationToken).ConfigureAwait(false);
        if (refused is not null)
        {
            throw Refusal(refused);
        }

        scheduler.Wake();
        return taken!;
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
            ? new RequestException("gone", $"The job {id} was deleted.", 410)
            : new RequestException("job_not_found", $"There is no job {id}.", 404);
    }

    /// <summary>A job as the API shows it.</summary>
    public async Task<JobDocument> DescribeAsync(Job job, bool detail, CancellationToken cancellationToken)
    {
        var live = scheduler.LiveOf(job.Id);
        var document = JobDocument.Of(job, await store.CountsAsync(job.Id, cancellationToken).ConfigureAwait(false), live);
        return detail
            ? document.With(live) with { Attempts = [.. (await store.AttemptsAsync(job.Id, cancellationToken).ConfigureAwait(false)).Select(JobAttemptDocument.Of)] }
            : document;
    }

    /// <summary>Asks for a job's end.</summary>
    /// <exception cref="RequestException"><c>terminal</c>: it has ended already.</exception>
    public async Task<Job> CancelAsync(string id, CancellationToken cancellationToken) =>
        (await CancelAsync([id], cancellationToken).ConfigureAwait(false)).Count > 0
            ? await FindAsync(id, cancellationToken).ConfigureAwait(false)
            : throw await WhyNotCancelledAsync(id, cancellationToken).ConfigureAwait(false);

    /// <summary>Asks for the end of several jobs, in one write.</summary>
    /// <returns>The ids of those that have ended, or are told to.</returns>
    public async Task<IReadOnlySet<string>> CancelAsync(IReadOnlyList<string> ids, CancellationToken cancellationToken)
    {
        var cancelled = await store.CancelAsync(ids, cancellationToken).ConfigureAwait(false);
        foreach (var id in cancelled)
        {
            scheduler.Cancel(id);
        }

        webhooks.Wake();
        return cancelled;
    }

    /// <summary>Says why a job is not cancelled: there is none, it was deleted, or it has ended.</summary>
    public async Task<RequestException> WhyNotCancelledAsync(string id, CancellationToken cancellationToken)
    {
        try
        {
            await FindAsync(id, cancellationToken).ConfigureAwait(false);
            return new RequestException("terminal", $"Cancelling the job {id}: it has ended already.", 409);
        }
        catch (RequestException e)
        {
            return e;
        }
    }

    /// <summary>Does again what failed.</summary>
    /// <param name="id">The job.</param>
    /// <param name="codes">Of the items that failed, only those with one of these codes; null for all.</param>
    /// <param name="cancellationToken">Stops the wait.</param>
    /// <exception cref="RequestException"><c>not_terminal</c> or <c>nothing_failed</c>.</exception>
    public async Task<Job> RetryAsync(string id, IReadOnlyCollection<string>? codes, CancellationToken cancellationToken)
    {
        await FindAsync(id, cancellationToken).ConfigureAwait(false);
        var (job, refused) = await store.RetryAsync(id, codes, cancellationToken).ConfigureAwait(false);
        scheduler.Wake();
        return job ?? throw (refused == "not_terminal"
            ? new RequestException("not_terminal", $"Retrying the job {id}: it has not ended. Wait for it, or cancel it.", 409)
            : new RequestException("nothing_failed", NothingFailed(id, codes), 409));
    }

    /// <summary>Forgets a job, and its uploads and unfinished downloads that no other job has; one that runs is ended first.</summary>
    /// <param name="id">The job.</param>
    /// <param name="results">Whether what it brought into the library goes with it, as far as no other job has the same input.</param>
    /// <param name="cancellationToken">Stops the wait.</param>
    /// <exception cref="RequestException"><c>not_terminal</c>: it takes long to end.</exception>
    public async Task DeleteAsync(string id, bool results, CancellationToken cancellationToken)
    {
        var job = await FindAsync(id, cancellationToken).ConfigureAwait(false);
        if (!job.IsTerminal && (await store.CancelAsync([id], cancellationToken).ConfigureAwait(false)).Count > 0)
        {
            scheduler.Cancel(id);
            await EndedAsync(id, cancellationToken).ConfigureAwait(false);
        }

        if (results)
        {
            await runner.RemoveAsync(job, await store.ListExclusiveItemsAsync(id, cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
        }

        await PurgeAsync(id, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Forgets a job that has ended.</summary>
    public async Task PurgeAsync(string id, CancellationToken cancellationToken)
    {
        var items = await store.ItemsAsync(id, null, -1, int.MaxValue, cancellationToken).ConfigureAwait(false);
        if (!await store.PurgeAsync(id, cancellationToken).ConfigureAwait(false))
        {
            return;
        }

        foreach (var item in items.DistinctBy(static i => i.Source, StringComparer.Ordinal))
        {
            await ForgetAsync(item, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task EndedAsync(string id, CancellationToken cancellationToken)
    {
        try
        {
            await scheduler.WhenEndedAsync(id, cancellationToken).WaitAsync(EndWithin, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            throw new RequestException("not_terminal", $"Deleting the job {id}: it is being cancelled, and has not ended after {EndWithin.TotalSeconds:0} s. Delete it again when it has.", 409);
        }
    }

    /// <summary>Removes what was brought here for an input, unless another job has it too.</summary>
    private async Task ForgetAsync(JobItem item, CancellationToken cancellationToken)
    {
        var (input, downloads) = (JobRunner.InputOf(item), Path.Combine(options.Library, LibraryLayout.Videos));
        if (input.Kind == InputKind.File)
        {
            await uploads.RemoveUnusedAsync(item.Source, cancellationToken).ConfigureAwait(false);
        }
        else if (Fetcher.HasUnfinished(downloads, input) && !await store.IsUsedAsync(item.Source, cancellationToken).ConfigureAwait(false))
        {
            Fetcher.DeleteUnfinished(downloads, input);
        }
    }

    private static string NothingFailed(string id, IReadOnlyCollection<string>? codes) => codes is null
        ? $"Retrying the job {id}: nothing of it failed."
        : $"Retrying the job {id}: nothing of it failed with {(codes.Count == 0 ? "a code, because 'codes' names none" : string.Join(" or ", codes.Select(static c => $"'{c}'")))}. GET /v1/jobs/{id}/errors lists the codes there are.";

    private static RequestException Refusal(string reason) => reason switch
    {
        "idempotency_conflict" => new(reason, "Submitting: a job with another content was submitted under this Idempotency-Key before. Use a new key for a new job.", 422),
        "queue_full" => new(reason, "Submitting: as many jobs wait as this server takes. Try again later.", 429) { RetryAfter = QueueRetry },
        _ => new(reason, "Submitting: as many jobs of this key wait or run as it may have. Try again when some have ended.", 429) { RetryAfter = QueueRetry },
    };

    private IReadOnlyList<JobItem> ItemsOf(JobPipeline pipeline, string chosen, IReadOnlyList<string> urls, IReadOnlyList<Upload> files)
    {
        if (!pipeline.Definition.TakesInputs)
        {
            return urls.Count + files.Count == 0 ? [] : throw new RequestException("bad_input", $"'{pipeline.Name}' takes no inputs: it works on the whole library.", 400);
        }

        if (urls.Count + files.Count is 0 or > MostInputs)
        {
            throw new RequestException("bad_input", $"A job of '{pipeline.Name}' has 1 to {MostInputs} inputs: URLs in 'inputs', files as parts of a multipart form.", 400);
        }

        var sources = urls.Select(static (url, i) => (Source: Checked(url, i), Metadata: (string?)null))
            .Concat(files.Select(static f => (Source: f.Path, Metadata: (string?)JsonSerializer.Serialize(new Dictionary<string, string>(StringComparer.Ordinal) { ["title"] = f.Name }))));
        return [.. sources.Select((s, i) => new JobItem(i, pipelines.ItemIdOf(options.Library, pipeline.Name, chosen, s.Source), s.Source, s.Metadata))];
    }

    private static string Checked(string url, int index)
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

    private static string HashOf(string pipeline, string chosen, JobRequest request, IReadOnlyList<JobItem> items)
    {
        var text = string.Join('\n', [pipeline, chosen, request.Label ?? "", request.Priority.ToString(), .. items.Select(static i => $"{i.Source} {i.Metadata}")]);
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
    }
}
