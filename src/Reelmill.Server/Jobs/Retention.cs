using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Reelmill.Library.Jobs;
using Reelmill.Server.Http;

namespace Reelmill.Server.Jobs;

/// <summary>Deletes ended jobs after <see cref="ServerOptions.KeepJobs"/>, and the least recently used uploads over <see cref="ServerOptions.KeepUploadBytes"/>, once a minute.</summary>
internal sealed partial class Retention(JobStore store, JobService jobs, UploadStore uploads, ServerOptions options, TimeProvider time, ILogger<Retention> log) : BackgroundService
{
    private static readonly TimeSpan Step = TimeSpan.FromMinutes(1);
    private static readonly JobState[] Ended = [JobState.Succeeded, JobState.Partial, JobState.Failed, JobState.Cancelled];
    private readonly MonotonicClock _clock = new(time);

    /// <summary>Deletes the expired jobs and the surplus uploads.</summary>
    public async Task SweepAsync(CancellationToken cancellationToken)
    {
        var oldest = _clock.NowMs - (long)options.KeepJobs.TotalMilliseconds;
        var ended = await store.ListAsync(new JobFilter { States = Ended, Limit = int.MaxValue }, cancellationToken).ConfigureAwait(false);
        foreach (var job in ended.Where(j => j.EndedMs < oldest))
        {
            await jobs.PurgeAsync(job.Id, cancellationToken).ConfigureAwait(false);
        }

        var files = await uploads.ListAsync(cancellationToken).ConfigureAwait(false);
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

    /// <summary>Sweeps once. A failure, such as a full disk, is logged and does not stop the server.</summary>
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

    [LoggerMessage(Level = LogLevel.Error, Message = "could not delete old jobs and uploads, retrying in a minute: {Fault}")]
    private static partial void Kept(ILogger log, string fault);
}
