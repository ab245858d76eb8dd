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

/// <summary>Jobs over HTTP.</summary>
internal static class JobEndpoints
{
    private const int MostInPage = 500;

    public static void Map(IEndpointRouteBuilder routes)
    {
        var jobs = routes.MapGroup("/v1/jobs").WithTags("jobs");
        var read = jobs.MapGroup("").RequireAuthorization("read");
        read.MapGet("", ListAsync).WithSummary("Lists jobs, newest first.");
        read.MapGet("/{id}", FindAsync).WithSummary("Shows a job.");
        read.MapGet("/{id}/items", ItemsAsync).WithSummary("Lists a job's items, in order.");
        read.MapGet("/{id}/errors", ErrorsAsync).WithSummary("Groups a job's failures by their cause.");
        read.MapGet("/{id}/results", JobResults.WriteAsync).WithSummary("Gives what a job has made so far, in order, a JSON document a line.");
        read.MapGet("/{id}/events", JobEvents.WriteAsync).WithSummary("Streams what happens to a job.");
        var submit = jobs.MapGroup("").RequireAuthorization("submit");
        submit.MapPost("", SubmitAsync).Accepts<JobRequest>("application/json", "multipart/form-data").WithSummary("Submits a job.").DisableAntiforgery();
        submit.MapPost("/{id}/cancel", CancelAsync).WithSummary("Asks for a job's end.");
        submit.MapPost("/{id}/retry", RetryAsync).WithSummary("Does again what failed of a job: all of it, or what failed with one of the codes.").AddOpenApiOperationTransformer(RetryForm.DescribeAsync);
        submit.MapPost("/retry", RetryAllAsync).WithSummary("Does again what failed of several jobs.");
        submit.MapPost("/cancel", CancelAllAsync).WithSummary("Asks for the end of several jobs.");
        submit.MapDelete("/{id}", DeleteAsync).WithSummary("Deletes a job; with results=true, also what it alone has brought into the library.");
    }

    /// <summary>The id of the key that asks; empty where none is needed.</summary>
    private static string SubmitterOf(HttpContext http) => Caller.KeyIdOf(http.User) ?? "";

    private static async Task<Accepted<JobDocument>> SubmitAsync(
        HttpContext http, JobService jobs, UploadStore uploads, [FromHeader(Name = "Idempotency-Key")] string? idempotencyKey, CancellationToken cancellationToken)
    {
        if (idempotencyKey is { Length: 0 or > 255 })
        {
            throw new RequestException("bad_idempotency_key", "An Idempotency-Key has 1 to 255 characters.", 400);
        }

        var files = new List<Upload>();
        try
        {
            var request = await JobForm.ReadAsync(http.Request, uploads, files, cancellationToken).ConfigureAwait(false);
            var job = await jobs.SubmitAsync(request, files, SubmitterOf(http), idempotencyKey, cancellationToken).ConfigureAwait(false);
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
        limit = Math.Clamp(limit, 1, MostInPage);
        var filter = new JobFilter { States = StatesOf(state), Pipeline = pipeline, Label = label, Text = text, Before = cursor, Limit = limit + 1 };
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
        limit = Math.Clamp(limit, 1, MostInPage);
        var items = await store.ItemsAsync(id, state is null ? null : Parsed<JobItemState>("state", state), cursor, limit + 1, cancellationToken).ConfigureAwait(false);
        var live = scheduler.LiveOf(id);
        return TypedResults.Ok(new JobItemList([.. items.Take(limit).Select(i => JobItemDocument.Of(i, live))], items.Count > limit ? items[limit - 1].Sequence : null));
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
        var codes = await RetryForm.ReadAsync(http, cancellationToken).ConfigureAwait(false);
        var job = await jobs.RetryAsync(id, codes, cancellationToken).ConfigureAwait(false);
        return TypedResults.Accepted($"/v1/jobs/{id}", await jobs.DescribeAsync(job, detail: true, cancellationToken).ConfigureAwait(false));
    }

    private static Task<Ok<BulkResult>> RetryAllAsync(BulkRequest request, JobService jobs, CancellationToken cancellationToken) =>
        EachAsync(request, id => jobs.RetryAsync(id, null, cancellationToken));

    private static async Task<Ok<BulkResult>> CancelAllAsync(BulkRequest request, JobService jobs, CancellationToken cancellationToken)
    {
        string[] ids = [.. PlainTextList.Checked("jobs", request.Jobs).Distinct(StringComparer.Ordinal)];
        var cancelled = await jobs.CancelAsync(ids, cancellationToken).ConfigureAwait(false);
        var refused = new List<BulkRefusal>();
        foreach (var id in ids.Where(id => !cancelled.Contains(id)))
        {
            var why = await jobs.WhyNotCancelledAsync(id, cancellationToken).ConfigureAwait(false);
            refused.Add(new BulkRefusal(id, why.Code, why.Message));
        }

        return TypedResults.Ok(new BulkResult([.. ids.Where(cancelled.Contains)], refused));
    }

    private static async Task<NoContent> DeleteAsync(string id, JobService jobs, CancellationToken cancellationToken, bool results = false)
    {
        await jobs.DeleteAsync(id, results, cancellationToken).ConfigureAwait(false);
        return TypedResults.NoContent();
    }

    private static async Task<Ok<BulkResult>> EachAsync(BulkRequest request, Func<string, Task<Job>> act)
    {
        var (done, refused) = (new List<string>(), new List<BulkRefusal>());
        foreach (var id in PlainTextList.Checked("jobs", request.Jobs).Distinct(StringComparer.Ordinal))
        {
            try
            {
                done.Add((await act(id).ConfigureAwait(false)).Id);
            }
            catch (RequestException e)
            {
                refused.Add(new BulkRefusal(id, e.Code, e.Message));
            }
        }

        return TypedResults.Ok(new BulkResult(done, refused));
    }

    private static IReadOnlyList<JobState>? StatesOf(string? text) =>
        string.IsNullOrEmpty(text) ? null : [.. text.Split(',').Select(static s => Parsed<JobState>("state", s))];

    private static T Parsed<T>(string key, string text)
        where T : struct, Enum => !int.TryParse(text, out _) && Enum.TryParse<T>(text, ignoreCase: true, out var value)
            ? value
            : throw new RequestException("bad_query", $"{key}: '{text}' is none of {string.Join(", ", Enum.GetNames<T>()).ToLowerInvariant()}.", 400);
}

/// <summary>A page of jobs.</summary>
internal sealed record JobList(IReadOnlyList<JobDocument> Jobs, string? Next);

/// <summary>A page of a job's items.</summary>
internal sealed record JobItemList(IReadOnlyList<JobItemDocument> Items, int? Next);

/// <summary>A job's failures by their cause.</summary>
internal sealed record JobErrorList(IReadOnlyList<JobErrorGroup> Groups);

/// <summary>The ids of jobs.</summary>
internal sealed record BulkRequest(IReadOnlyList<string> Jobs);

/// <summary>What became of each.</summary>
internal sealed record BulkResult(IReadOnlyList<string> Done, IReadOnlyList<BulkRefusal> Refused);

/// <summary>Why one was left alone.</summary>
internal sealed record BulkRefusal(string Id, string Code, string Detail);
