using System.Collections.Concurrent;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Reelmill.Core;
using Reelmill.Library.Jobs;
using Reelmill.Pipelines.Services;
using Reelmill.Server.Http;
using Reelmill.Server.Webhooks;

namespace Reelmill.Server.Jobs;

/// <summary>
/// Takes jobs from the queue by priority, then by age, and runs a limited number at once. A stop lets work in flight
/// finish within the time limit and requeues unfinished jobs for the next start.
/// </summary>
internal sealed partial class JobScheduler(JobStore store, JobRunner runner, ServerOptions options, WebhookSender webhooks, MessageRedactor text, TimeProvider time, ILogger<JobScheduler> log) : BackgroundService
{
    private static readonly TimeSpan FaultDelay = TimeSpan.FromSeconds(10);
    private readonly ConcurrentDictionary<string, Entry> _running = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _wake = new(0);
    private readonly SemaphoreSlim _taking = new(1, 1);
    private readonly CancellationTokenSource _abort = new();

    /// <summary>Finds the in-memory progress of a job; null when the job does not run.</summary>
    public JobProgress? FindProgress(string id) => _running.GetValueOrDefault(id)?.Live;

    /// <summary>The running jobs, by id.</summary>
    public IReadOnlyList<(string Id, JobProgress Live)> Running => [.. _running.Select(static r => (r.Key, r.Value.Live)).OrderBy(static r => r.Key, StringComparer.Ordinal)];

    /// <summary>Signals that the queue has a new job.</summary>
    public void Wake() => _wake.Release();

    /// <summary>Cancels a running job.</summary>
    public void Cancel(string id)
    {
        if (_running.TryGetValue(id, out var entry))
        {
            entry.Cancellation.Cancel();
        }
    }

    /// <summary>Waits until a job no longer runs.</summary>
    public async Task WhenEndedAsync(string id, CancellationToken cancellationToken)
    {
        // A job between the queue and _running is visible only after the take has finished.
        await _taking.WaitAsync(cancellationToken).ConfigureAwait(false);
        _taking.Release();
        if (_running.TryGetValue(id, out var entry))
        {
            await entry.Work.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        _abort.CancelAfter(options.StopWithin * 0.8);
        await base.StopAsync(CancellationToken.None).ConfigureAwait(false);
    }

    public override void Dispose()
    {
        base.Dispose();
        _abort.Dispose();
        _wake.Dispose();
        _taking.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (!stoppingToken.IsCancellationRequested)
            {
                var pause = await StartQueuedAsync(stoppingToken).ConfigureAwait(false) ? Timeout.InfiniteTimeSpan : FaultDelay;
                await _wake.WaitAsync(pause, stoppingToken).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
        }

        await Task.WhenAll(_running.Values.Select(static r => r.Work)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <summary>Starts queued jobs up to the limit. While the catalog cannot be written, jobs wait; reads are still served.</summary>
    /// <returns>False when the catalog failed and a retry is due.</returns>
    private async Task<bool> StartQueuedAsync(CancellationToken stopping)
    {
        try
        {
            while (_running.Count < options.Jobs && await StartNextAsync(stopping).ConfigureAwait(false))
            {
            }

            return true;
        }
        catch (Exception e) when (!stopping.IsCancellationRequested)
        {
            Waiting(log, e.Message);
            return false;
        }
    }

    private async Task<bool> StartNextAsync(CancellationToken stopping)
    {
        await _taking.WaitAsync(stopping).ConfigureAwait(false);
        try
        {
            if (await store.ClaimNextAsync(options.RunningJobsPerKey, stopping).ConfigureAwait(false) is not { } job)
            {
                return false;
            }

            Start(job, stopping);
            return true;
        }
        finally
        {
            _taking.Release();
        }
    }

    private void Start(Job job, CancellationToken stopping)
    {
        Started(log, job.Id, job.Pipeline, job.Attempt);
        var entry = new Entry(new JobProgress(time));
        _running[job.Id] = entry;
        entry.Work = Task.Run(() => WorkAsync(job, entry, stopping), CancellationToken.None);
    }

    private async Task WorkAsync(Job job, Entry entry, CancellationToken stopping)
    {
        try
        {
            if ((await store.FindAsync(job.Id, CancellationToken.None).ConfigureAwait(false))?.State == JobState.Cancelling)
            {
                // The request to cancel arrived before the job was in _running.
                await entry.Cancellation.CancelAsync().ConfigureAwait(false);
            }

            var space = new DiskSpaceWait(options.Library, pause => ShowPause(job.Id, entry.Live, pause), "", time, stopping, _abort.Token);
            var work = new JobExecution(job, entry.Live, store.WithDiskFullWait(space.WaitAsync), runner, text, pause => ShowPause(job.Id, entry.Live, pause));
            if (await work.ExecuteAsync(stopping, entry.Cancellation.Token, _abort.Token).ConfigureAwait(false) is { } ended)
            {
                Ended(log, ended.Id, ended.State, ended.ErrorMessage ?? "");
                webhooks.Wake();
            }
        }
        catch (Exception e)
        {
            Lost(log, job.Id, e);
            await RequeueAsync(job.Id, stopping).ConfigureAwait(false);
        }
        finally
        {
            _running.TryRemove(job.Id, out _);
            _wake.Release();
        }
    }

    /// <summary>Shows in the log and on the job that the job is paused or has resumed.</summary>
    private void ShowPause(string id, JobProgress live, RunPause pause)
    {
        Paused(log, id, pause.Text);
        live.Paused = pause.IsOver ? null : text.Redact(pause.Text);
    }

    /// <summary>Requeues a job whose end could not be saved, as soon as the catalog can be written.</summary>
    private async Task RequeueAsync(string id, CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            await Task.Delay(FaultDelay, time, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            try
            {
                await store.ReleaseAsync(id, CancellationToken.None).ConfigureAwait(false);
                return;
            }
            catch (Exception e)
            {
                Waiting(log, e.Message);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "job {Id}: {Line}")]
    private static partial void Paused(ILogger log, string id, string line);

    [LoggerMessage(Level = LogLevel.Information, Message = "job {Id} ({Pipeline}) started, attempt {Attempt}")]
    private static partial void Started(ILogger log, string id, string pipeline, int attempt);

    [LoggerMessage(Level = LogLevel.Information, Message = "job {Id} ended: {State} {Error}")]
    private static partial void Ended(ILogger log, string id, JobState state, string error);

    [LoggerMessage(Level = LogLevel.Error, Message = "could not start the next job, retrying in 10 s: {Fault}")]
    private static partial void Waiting(ILogger log, string fault);

    [LoggerMessage(Level = LogLevel.Error, Message = "job {Id}: could not save the end of the job; requeuing it")]
    private static partial void Lost(ILogger log, string id, Exception error);

    private sealed class Entry(JobProgress live)
    {
        public JobProgress Live => live;

        public CancellationSwitch Cancellation { get; } = new();

        public Task Work { get; set; } = Task.CompletedTask;
    }
}
