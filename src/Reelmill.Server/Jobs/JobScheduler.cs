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
/// Takes jobs from the queue, those with the highest priority first and then the oldest, and runs some at once. A stop
/// lets what is in flight end within its time; what is left then is put back, for the next start.
/// </summary>
internal sealed partial class JobScheduler(JobStore store, JobRunner runner, ServerOptions options, WebhookSender webhooks, ServerText text, TimeProvider time, ILogger<JobScheduler> log) : BackgroundService
{
    private static readonly TimeSpan AfterFault = TimeSpan.FromSeconds(10);
    private readonly ConcurrentDictionary<string, Entry> _running = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _wake = new(0);
    private readonly SemaphoreSlim _taking = new(1, 1);
    private readonly CancellationTokenSource _abort = new();

    /// <summary>What only memory knows of a job; null when it does not run.</summary>
    public JobLive? LiveOf(string id) => _running.GetValueOrDefault(id)?.Live;

    /// <summary>The jobs that run.</summary>
    public IReadOnlyList<(string Id, JobLive Live)> Running => [.. _running.Select(static r => (r.Key, r.Value.Live)).OrderBy(static r => r.Key, StringComparer.Ordinal)];

    /// <summary>Looks into the queue: something was added to it.</summary>
    public void Wake() => _wake.Release();

    /// <summary>Ends a job that runs.</summary>
    public void Cancel(string id)
    {
        if (_running.TryGetValue(id, out var entry))
        {
            entry.Cancellation.Cancel();
        }
    }

    /// <summary>Waits until a job does not run any more.</summary>
    public async Task WhenEndedAsync(string id, CancellationToken cancellationToken)
    {
        // One that was taken from the queue a moment ago is not among those that run yet.
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
                var pause = await TakeAllAsync(stoppingToken).ConfigureAwait(false) ? Timeout.InfiniteTimeSpan : AfterFault;
                await _wake.WaitAsync(pause, stoppingToken).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
        }

        await Task.WhenAll(_running.Values.Select(static r => r.Work)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <summary>Begins as many jobs as may run. They wait while the catalog cannot be written; what can be read is served all the same.</summary>
    /// <returns>False when it has to be tried again.</returns>
    private async Task<bool> TakeAllAsync(CancellationToken stopping)
    {
        try
        {
            while (_running.Count < options.Jobs && await TakeAsync(stopping).ConfigureAwait(false))
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

    private async Task<bool> TakeAsync(CancellationToken stopping)
    {
        await _taking.WaitAsync(stopping).ConfigureAwait(false);
        try
        {
            if (await store.ClaimNextAsync(options.JobsAtOncePerKey, stopping).ConfigureAwait(false) is not { } job)
            {
                return false;
            }

            Begin(job, stopping);
            return true;
        }
        finally
        {
            _taking.Release();
        }
    }

    private void Begin(Job job, CancellationToken stopping)
    {
        Started(log, job.Id, job.Pipeline, job.Attempt);
        var entry = new Entry(new JobLive(time));
        _running[job.Id] = entry;
        entry.Work = Task.Run(() => WorkAsync(job, entry, stopping), CancellationToken.None);
    }

    private async Task WorkAsync(Job job, Entry entry, CancellationToken stopping)
    {
        try
        {
            if ((await store.FindAsync(job.Id, CancellationToken.None).ConfigureAwait(false))?.State == JobState.Cancelling)
            {
                // Somebody asked before there was anything to cancel.
                await entry.Cancellation.CancelAsync().ConfigureAwait(false);
            }

            var space = new DiskSpaceWait(options.Library, pause => Told(job.Id, entry.Live, pause), "", time, stopping, _abort.Token);
            var work = new JobWork(job, entry.Live, store.WithDiskFullWait(space.WaitAsync), runner, text, pause => Told(job.Id, entry.Live, pause));
            if (await work.ExecuteAsync(stopping, entry.Cancellation.Token, _abort.Token).ConfigureAwait(false) is { } ended)
            {
                Ended(log, ended.Id, ended.State, ended.ErrorMessage ?? "");
                webhooks.Wake();
            }
        }
        catch (Exception e)
        {
            Lost(log, job.Id, e);
            await PutBackAsync(job.Id, stopping).ConfigureAwait(false);
        }
        finally
        {
            _running.TryRemove(job.Id, out _);
            _wake.Release();
        }
    }

    /// <summary>A job waits for space, or goes on: it shows in the log and on the job.</summary>
    private void Told(string id, JobLive live, RunPause pause)
    {
        Paused(log, id, pause.Text);
        live.Paused = pause.IsOver ? null : text.Of(pause.Text);
    }

    /// <summary>Puts a job whose end could not be written down back into the queue, as soon as that can be written down.</summary>
    private async Task PutBackAsync(string id, CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            await Task.Delay(AfterFault, time, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
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

    [LoggerMessage(Level = LogLevel.Information, Message = "job {Id} ({Pipeline}) begins, attempt {Attempt}")]
    private static partial void Started(ILogger log, string id, string pipeline, int attempt);

    [LoggerMessage(Level = LogLevel.Information, Message = "job {Id} ends: {State} {Error}")]
    private static partial void Ended(ILogger log, string id, JobState state, string error);

    [LoggerMessage(Level = LogLevel.Error, Message = "jobs wait, because the next could not be begun: {Fault}")]
    private static partial void Waiting(ILogger log, string fault);

    [LoggerMessage(Level = LogLevel.Error, Message = "job {Id}: its end could not be written down; it is put back into the queue")]
    private static partial void Lost(ILogger log, string id, Exception error);

    private sealed class Entry(JobLive live)
    {
        public JobLive Live => live;

        public CancellationSwitch Cancellation { get; } = new();

        public Task Work { get; set; } = Task.CompletedTask;
    }
}
