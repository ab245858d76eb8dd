using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Reelmill.Core;
using Reelmill.Library.Jobs;
using Reelmill.Server.Access;
using Reelmill.Server.Http;
using Reelmill.Server.Jobs;

namespace Reelmill.Server.Endpoints;

/// <summary>The endpoints of jobs, <c>/v1/jobs</c>.</summary>
internal static class JobEndpoints
{
    private const int MaxPageSize = 500;

    public static void Map(IEndpointRouteBuilder routes)
    {
        var jobs = routes.MapGroup("/v1/jobs").WithTags("jobs");
        var read = jobs.MapGroup("").RequireAuthorization("read");
        read.MapGet("", ListAsync).WithSummary("Lists jobs, newest first.");
        read.MapGet("/{id}", FindAsync).WithSummary("Describes a job.");
        read.MapGet("/{id}/items", ItemsAsync).WithSummary("Lists the items of a job, in order.");
        read.MapGet("/{id}/errors", ErrorsAsync).WithSummary("Groups the failures of a job by cause.");
        read.MapGet("/{id}/results", JobResults.WriteAsync).WithSummary("Returns the results of a job so far, in order, as JSON lines.");
        read.MapGet("/{id}/events", JobEvents.WriteAsync).WithSummary("Streams the events of a job.");
        var submit = jobs.MapGroup("").RequireAuthorization("submit");
        submit.MapPost("", SubmitAsync).Accepts<JobRequest>("application/json", "multipart/form-data").WithSummary("Submits a job.").DisableAntiforgery();
        submit.MapPost("/{id}/cancel", CancelAsync).WithSummary("Requests the cancellation of a job.");
        submit.MapPost("/{id}/retry", RetryAsync).WithSummary("Retries the failed items of a job: all of them, or those with one of the given codes.").AddOpenApiOperationTransformer(RetryRequestReader.DescribeAsync);
        submit.MapPost("/retry", RetryAllAsync).WithSummary("Retries the failed items of several jobs.");
        submit.MapPost("/cancel", CancelAllAsync).WithSummary("Requests the cancellation of several jobs.");
        submit.MapDelete("/{id}", DeleteAsync).WithSummary("Deletes a job; with results=true, also the results in the library that no other job shares.");
    }

    /// <summary>Gets the id of the key that authenticated the request; empty without a key.</summary>
    private static string GetSubmitter(HttpContext http) => Caller.GetKeyId(http.User) ?? "";

    private static async Task<Accepted<JobDocument>> SubmitAsync(
        HttpContext http, JobService jobs, UploadStore uploads, [FromHeader(Name = "Idempotency-Key")] string? idempotencyKey, CancellationToken cancellationToken)
    {
        if (idempotencyKey is { Length: 0 or > 255 })
        {
            throw new RequestException("bad_idempotency_key", "An Idempotency-Key must have 1 to 255 characters.", 400);
        }

        var files = new List<Upload>();
        try
        {
            var request = await JobRequestReader.ReadAsync(http.Request, uploads, files, cancellationToken).ConfigureAwait(false);
            var job = await jobs.SubmitAsync(request, files, GetSubmitter(http), idempotencyKey, cancellationToken).ConfigureAwait(false);
            return TypedResults.Accepted($"/v1/jobs/{job.Id}", await jobs.DescribeAsync(job, detail: true, cancellationToken).ConfigureAwait(false));
        }
        finally
        {
            await CleanUp.QuietlyAsync(() => new ValueTask(uploads.ReleaseAsync(files))).ConfigureAwait(false);
        }
    }

    private static async Task<Ok<JobList>> ListAsync(
        JobService jobs, JobStore store, CancellationToken cancellationToken, string? state = null, string? pipeline = null, string? label = null, string? text = null, string? cursor = null, int limit = 50)
    {
        limit = Math.Clamp(limit, 1, MaxPageSize);
        var filter = new JobFilter { States = ParseStates(state), Pipeline = pipeline, Label = label, Text = text, Before = cursor, Limit = limit + 1 };
        var found = await store.ListAsync(filter, cancellationToken).ConfigureAwait(false);
        var page = new List<JobDocument>();
        foreach (var job in found.Take(limit))
        {
            page.Add(await jobs.DescribeAsync(job, detail: false, cancellationToken).ConfigureAwait(false));
        }

        return TypedResults.Ok(new JobList(page, found.Count > limit ? page[^1].Id : null));
    }

    private static async Task<Ok<JobDocument>> FindAsync(string id, JobService jobs, CancellationToken cancellationToken) =>
        TypedResults.Ok(await jobs.DescribeAsync(await jobs.FindAsync(id, cancellationToken).ConfigureAwait(false), detail: true, cancellationToken).ConfigureAwait(false));

    private static async Task<Ok<JobItemList>> ItemsAsync(
        string id, JobService jobs, JobStore store, JobScheduler scheduler, CancellationToken cancellationToken, string? state = null, int cursor = -1, int limit = 100)
    {
        await jobs.FindAsync(id, cancellationToken).ConfigureAwait(false);
        limit = Math.Clamp(limit, 1, MaxPageSize);
        var items = await store.ItemsAsync(id, state is null ? null : ParseEnum<JobItemState>("state", state), cursor, limit + 1, cancellationToken).ConfigureAwait(false);
        var live = scheduler.FindProgress(id);
        return TypedResults.Ok(new JobItemList([.. items.Take(limit).Select(i => JobItemDocument.From(i, live))], items.Count > limit ? items[limit - 1].Sequence : null));
    }

    private static async Task<Ok<JobErrorList>> ErrorsAsync(string id, JobService jobs, JobStore store, CancellationToken cancellationToken)
    {
        await jobs.FindAsync(id, cancellationToken).ConfigureAwait(false);
        return TypedResults.Ok(new JobErrorList(await store.ErrorsAsync(id, cancellationToken).ConfigureAwait(false)));
    }

    private static async Task<Accepted<JobDocument>> CancelAsync(string id, JobService jobs, CancellationToken cancellationToken) =>
        TypedResults.Accepted($"/v1/jobs/{id}", await jobs.DescribeAsync(await jobs.CancelAsync(id, cancellationToken).ConfigureAwait(false), detail: true, cancellationToken).ConfigureAwait(false));

    private static async Task<Accepted<JobDocument>> RetryAsync(string id, HttpRequest http, JobService jobs, CancellationToken cancellationToken)
    {
        var codes = await RetryRequestReader.ReadAsync(http, cancellationToken).ConfigureAwait(false);
        var job = await jobs.RetryAsync(id, codes, cancellationToken).ConfigureAwait(false);
        return TypedResults.Accepted($"/v1/jobs/{id}", await jobs.DescribeAsync(job, detail: true, cancellationToken).ConfigureAwait(false));
    }

    private static Task<Ok<BulkResult>> RetryAllAsync(BulkRequest request, JobService jobs, CancellationToken cancellationToken) =>
        ApplyToEachAsync(request, id => jobs.RetryAsync(id, null, cancellationToken));

    private static async Task<Ok<BulkResult>> CancelAllAsync(BulkRequest request, JobService jobs, CancellationToken cancellationToken)
    {
        string[] ids = [.. TextListValidator.Validate("jobs", request.Jobs).Distinct(StringComparer.Ordinal)];
        var canceled = await jobs.CancelAsync(ids, cancellationToken).ConfigureAwait(false);
        var refused = new List<BulkRefusal>();
        foreach (var id in ids.Where(id => !canceled.Contains(id)))
        {
            var reason = await jobs.ExplainNotCanceledAsync(id, cancellationToken).ConfigureAwait(false);
            refused.Add(new BulkRefusal(id, reason.Code, reason.Message));
        }

        return TypedResults.Ok(new BulkResult([.. ids.Where(canceled.Contains)], refused));
    }

    private static async Task<NoContent> DeleteAsync(string id, JobService jobs, CancellationToken cancellationToken, bool results = false)
    {
        await jobs.DeleteAsync(id, results, cancellationToken).ConfigureAwait(false);
        return TypedResults.NoContent();
    }

    private static async Task<Ok<BulkResult>> ApplyToEachAsync(BulkRequest request, Func<string, Task<Job>> action)
    {
        var (done, refused) = (new List<string>(), new List<BulkRefusal>());
        foreach (var id in TextListValidator.Validate("jobs", request.Jobs).Distinct(StringComparer.Ordinal))
        {
            try
            {
                done.Add((await action(id).ConfigureAwait(false)).Id);
            }
            catch (RequestException e)
            {
                refused.Add(new BulkRefusal(id, e.Code, e.Message));
            }
        }

        return TypedResults.Ok(new BulkResult(done, refused));
    }

    private static IReadOnlyList<JobState>? ParseStates(string? text) =>
        string.IsNullOrEmpty(text) ? null : [.. text.Split(',').Select(static s => ParseEnum<JobState>("state", s))];

    private static T ParseEnum<T>(string key, string text)
        where T : struct, Enum => !int.TryParse(text, out _) && Enum.TryParse<T>(text, ignoreCase: true, out var value)
            ? value
            : throw new RequestException("bad_query", $"{key}: '{text}' must be one of {string.Join(", ", Enum.GetNames<T>()).ToLowerInvariant()}.", 400);
}

/// <summary>A page of jobs.</summary>
internal sealed record JobList(IReadOnlyList<JobDocument> Jobs, string? Next);

/// <summary>A page of a job's items.</summary>
internal sealed record JobItemList(IReadOnlyList<JobItemDocument> Items, int? Next);

/// <summary>The failures of a job, grouped by cause.</summary>
internal sealed record JobErrorList(IReadOnlyList<JobErrorGroup> Groups);

/// <summary>The body of a bulk request: the ids of the jobs.</summary>
internal sealed record BulkRequest(IReadOnlyList<string> Jobs);

/// <summary>The outcome of a bulk request: the jobs that it changed and the jobs that it left unchanged.</summary>
internal sealed record BulkResult(IReadOnlyList<string> Done, IReadOnlyList<BulkRefusal> Refused);

/// <summary>The reason why a bulk request left one job unchanged.</summary>
internal sealed record BulkRefusal(string Id, string Code, string Detail);
