using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Reelmill.Library.Jobs;
using Reelmill.Pipelines.Services;
using Reelmill.Server.Http;
using Reelmill.Server.Jobs;
using Reelmill.Server.Jobs.Results;

namespace Reelmill.Server.Endpoints;

/// <summary>
/// Writes the results of a job as JSON lines, in the order of its items and of the times within each item. A running
/// item contributes its results so far.
/// </summary>
internal static class JobResults
{
    private const int PageSize = 200;

    public static async Task WriteAsync(
        string id, HttpContext http, JobService jobs, JobStore store, JobScheduler scheduler, LibrarySession library, IEnumerable<PipelineResults> pipelines)
    {
        var cancellationToken = http.RequestAborted;
        var job = await jobs.FindAsync(id, cancellationToken).ConfigureAwait(false);
        var live = scheduler.FindProgress(id);
        http.Response.ContentType = "application/x-ndjson";
        http.Response.Headers["Reelmill-Complete"] = job.IsTerminal ? "true" : "false";
        if (pipelines.FirstOrDefault(p => p.Pipeline == job.Pipeline) is not { } results)
        {
            return;
        }

        for (var after = -1; await store.ItemsAsync(id, null, after, PageSize, cancellationToken).ConfigureAwait(false) is { Count: > 0 } items; after = items[^1].Sequence)
        {
            foreach (var item in items)
            {
                var known = await library.Catalog.FindAsync(item.Item, cancellationToken).ConfigureAwait(false);
                await foreach (var line in results.ReadAsync(new ResultItem(job, item, JobItemDocument.From(item, null).Source, known, live), cancellationToken).ConfigureAwait(false))
                {
                    await JsonSerializer.SerializeAsync(http.Response.Body, line, ServerJson.Options, cancellationToken).ConfigureAwait(false);
                    await http.Response.Body.WriteAsync("\n"u8.ToArray(), cancellationToken).ConfigureAwait(false);
                }
            }
        }
    }
}
