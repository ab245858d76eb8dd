using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Reelmill.Library.Jobs;
using Reelmill.Server.Http;
using Reelmill.Server.Jobs;

namespace Reelmill.Server.Endpoints;

/// <summary>Streams the events of a job. A client that reconnects with <c>Last-Event-ID</c> first receives the events that it missed.</summary>
internal static class JobEvents
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(500);

    public static async Task WriteAsync(
        string id, HttpContext http, JobService jobs, JobStore store, JobScheduler scheduler, IHostApplicationLifetime lifetime, TimeProvider time)
    {
        await jobs.FindAsync(id, http.RequestAborted).ConfigureAwait(false);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, lifetime.ApplicationStopping);
        var after = long.TryParse(http.Request.Headers["Last-Event-ID"], NumberStyles.None, CultureInfo.InvariantCulture, out var last) ? last : 0;
        var events = new ServerSentEvents(http.Response);
        try
        {
            await events.BeginAsync(ending.Token).ConfigureAwait(false);
            await FollowAsync(id, after, events, jobs, store, scheduler, time, ending.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (e is OperationCanceledException or RequestException)
        {
            // The client disconnected, the server is stopping, or the job was deleted: the stream ends.
        }
    }

    private static async Task FollowAsync(
        string id, long after, ServerSentEvents events, JobService jobs, JobStore store, JobScheduler scheduler, TimeProvider time, CancellationToken cancellationToken)
    {
        var (lastWrite, lastProgress) = (time.GetTimestamp(), 0L);
        while (true)
        {
            var job = await jobs.FindAsync(id, cancellationToken).ConfigureAwait(false);
            foreach (var jobEvent in await store.EventsAsync(id, after, cancellationToken).ConfigureAwait(false))
            {
                after = jobEvent.Id;
                lastWrite = time.GetTimestamp();
                await events.WriteAsync(jobEvent.Type, jobEvent.Id, jobEvent.Data, cancellationToken).ConfigureAwait(false);
            }

            if (job.IsTerminal)
            {
                return;
            }

            if (scheduler.FindProgress(id) is not null && time.GetElapsedTime(lastProgress) >= Step * 2)
            {
                lastProgress = lastWrite = time.GetTimestamp();
                await events.WriteAsync("progress", await jobs.DescribeAsync(job, detail: true, cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
            }
            else if (time.GetElapsedTime(lastWrite) >= ServerSentEvents.Heartbeat)
            {
                lastWrite = time.GetTimestamp();
                await events.BeatAsync(cancellationToken).ConfigureAwait(false);
            }

            await Task.Delay(Step, time, cancellationToken).ConfigureAwait(false);
        }
    }
}
