using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Reelmill.Library.Jobs;
using Reelmill.Server.Http;

namespace Reelmill.Server.Jobs;

/// <summary>Forgets ended jobs that are old, and the uploads of the oldest when all of them are too large.</summary>
internal sealed partial class Retention(JobStore store, JobService jobs, UploadStore uploads, ServerOptions options, TimeProvider time, ILogger<Retention> log) : BackgroundService
{
    private static readonly TimeSpan Step = TimeSpan.FromMinutes(1);
    private static readonly JobState[] Ended = [JobState.Succeeded, JobState.Partial, JobState.Failed, JobState.Cancelled];
    private readonly SteadyClock _clock = new(time);

    /// <summary>Forgets what is too old or too much.</summary>
    public async Task SweepAsync(CancellationToken cancellationToken)
    {
        var oldest = _clock.NowMs - (long)options.KeepJobs.TotalMilliseconds;
        var ended = await store.ListAsync(new JobFilter { States = Ended, Limit = int.MaxValue }, cancellationToken).ConfigureAwait(false);
        foreach (var job in ended.Where(j => j.EndedMs < oldest))
        {
            await jobs.PurgeAsync(job.Id, cancellationToken).ConfigureAwait(false);
        }

        var files = await uploads.AllAsync(cancellationToken).ConfigureAwait(false);
        var bytes = files.Sum(static f => f.Length);
        foreach (var file in files)
        {
            if (bytes <= options.KeepUploadBytes)
            {
                return;
            }

            if (await uploads.RemoveUnwantedAsync(file.FullName, cancellationToken).ConfigureAwait(false))
            {
                bytes -= file.Length;
            }
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            using var timer = new PeriodicTimer(Step, time);
            do
            {
                await TryAsync(stoppingToken).ConfigureAwait(false);
            }
            while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
        }
    }

    /// <summary>What cannot be forgotten now, such as on a full disk, is no reason to stop serving.</summary>
    private async Task TryAsync(CancellationToken cancellationToken)
    {
        try
        {
            await SweepAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            Kept(log, e.Message);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "forgetting old jobs and uploads failed; it is tried again in a minute: {Fault}")]
    private static partial void Kept(ILogger log, string fault);
}
