using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Reelmill.Library.Jobs;
using Reelmill.Server.Http;
using Reelmill.Server.Jobs;

namespace Reelmill.Server.Endpoints;

/// <summary>What happens to a job, as it happens; a client that comes back is told what it missed.</summary>
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
            // The client has gone, the server stops, or the job was deleted: the stream ends.
        }
    }

    private static async Task FollowAsync(
        string id, long after, ServerSentEvents events, JobService jobs, JobStore store, JobScheduler scheduler, TimeProvider time, CancellationToken cancellationToken)
    {
        var (said, told) = (time.GetTimestamp(), 0L);
        while (true)
        {
            var job = await jobs.FindAsync(id, cancellationToken).ConfigureAwait(false);
            foreach (var happened in await store.EventsAsync(id, after, cancellationToken).ConfigureAwait(false))
            {
                after = happened.Id;
                said = time.GetTimestamp();
                await events.WriteAsync(happened.Type, happened.Id, happened.Data, cancellationToken).ConfigureAwait(false);
            }

            if (job.IsTerminal)
            {
                return;
            }

            if (scheduler.LiveOf(id) is not null && time.GetElapsedTime(told) >= Step * 2)
            {
                told = said = time.GetTimestamp();
                await events.WriteAsync("progress", await jobs.DescribeAsync(job, detail: true, cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
            }
            else if (time.GetElapsedTime(said) >= ServerSentEvents.Heartbeat)
            {
                said = time.GetTimestamp();
                await events.BeatAsync(cancellationToken).ConfigureAwait(false);
            }

            await Task.Delay(Step, time, cancellationToken).ConfigureAwait(false);
        }
    }
}
