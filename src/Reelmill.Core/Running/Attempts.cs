using Polly;
using Polly.Retry;
using Reelmill.Core.Pipelines;
using Reelmill.Core.Reporting;

namespace Reelmill.Core.Running;

/// <summary>Runs one worker's attempts: each with its deadline, transient failures again. A failure is data.</summary>
internal sealed class Attempts
{
    private readonly RunContext _run;
    private readonly StageMeter _meter;
    private readonly Func<CancellationToken, ValueTask> _work;
    private readonly Func<bool> _repeatable;
    private readonly TimeSpan? _limit;
    private readonly ResiliencePipeline? _retries;
    private ItemTracker _item = null!;
    private int _attempt = 1;

    /// <param name="options">Deadline and retries.</param>
    /// <param name="run">The run.</param>
    /// <param name="meter">The worker's counters.</param>
    /// <param name="work">One attempt.</param>
    /// <param name="repeatable">Whether the attempt that has just failed may be repeated.</param>
    /// <param name="turn">The worker's slot of a budget; null when it needs none.</param>
    public Attempts(
        StageOptions options, RunContext run, StageMeter meter, Func<CancellationToken, ValueTask> work, Func<bool> repeatable, WorkerTurn? turn)
    {
        _run = run;
        _meter = meter;
        _work = turn is null ? work : ct => turn.WorkAsync(work, this, ct);
        _repeatable = repeatable;
        _limit = options.Timeout;
        _retries = options.Retry is { Attempts: > 1 } retry ? Build(retry) : null;
        Once = _limit is null && _retries is null && turn is null;
    }

    /// <summary>Whether a value has one attempt and no deadline, so that its body may as well be called directly.</summary>
    public bool Once { get; }

    /// <summary>The deadline of the attempt under way, for whoever makes it wait.</summary>
    public Deadline? Deadline { get; private set; }

    /// <summary>
    /// Null when an attempt succeeded. Throws only what ends the run: a <see cref="PipelineException"/>, or a
    /// cancellation, behind which whatever the body then threw is no failure of the item.
    /// </summary>
    public ValueTask<ItemFailure?> RunAsync(ItemTracker item)
    {
        _item = item;
        _attempt = 1;
        return OutcomeAsync(_retries?.ExecuteAsync(static (self, _) => self.AttemptAsync(), this, _run.Cancelled) ?? AttemptAsync());
    }

    /// <summary>Waits for the one attempt at a value; gives and throws what <see cref="RunAsync"/> does.</summary>
    public async ValueTask<ItemFailure?> OutcomeAsync(ValueTask work)
    {
        try
        {
            await work.ConfigureAwait(false);
            return null;
        }
        catch (Exception e) when (e is not PipelineException)
        {
            return Failure(e);
        }
    }

    /// <summary>What an attempt threw, as the item's failure.</summary>
    /// <exception cref="OperationCanceledException">The run was cancelled.</exception>
    /// <exception cref="PipelineException">The machine lacks something that every item needs.</exception>
    public ItemFailure Failure(Exception e) => _run.Cancelled.IsCancellationRequested
        ? throw new OperationCanceledException("The run was cancelled.", e, _run.Cancelled)
        : e is not ItemException && SystemErrors.Explain(e) is { } lacking
        ? throw lacking
        : ItemFailure.From(_meter.Stage, _attempt, e);

    private async ValueTask AttemptAsync()
    {
        if (_limit is not { } limit)
        {
            await _work(_run.Cancelled).ConfigureAwait(false);
            return;
        }

        using var deadline = new Deadline(limit, _run.Time, _run.Cancelled);
        Deadline = deadline;
        try
        {
            await _work(deadline.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (e is not (PipelineException or ItemException) && deadline.HasPassed)
        {
            throw new ItemException(
                "timeout", $"Stage '{_meter.Stage}' did not finish one value within {limit.TotalSeconds:0.###} s.", transient: true, e);
        }
        finally
        {
            Deadline = null;
        }
    }

    private ResiliencePipeline Build(RetryOptions retry) =>
        new ResiliencePipelineBuilder { TimeProvider = _run.Time }
            .AddRetry(new RetryStrategyOptions
            {
                MaxRetryAttempts = retry.Attempts - 1,
                Delay = retry.Delay,
                MaxDelay = retry.MaxDelay,
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                ShouldHandle = a => ValueTask.FromResult(
                    a.Outcome.Exception is ItemException { IsTransient: true } e && !(e.RetryAfter > retry.MaxDelay) && _repeatable()),
                DelayGenerator = static a => ValueTask.FromResult((a.Outcome.Exception as ItemException)?.RetryAfter),
                OnRetry = a =>
                {
                    Report(a.RetryDelay, a.Outcome.Exception!);
                    return ValueTask.CompletedTask;
                },
            })
            .Build();

    private void Report(TimeSpan delay, Exception reason)
    {
        var attempt = _attempt++;
        _meter.Retried++;
        Telemetry.Retries.Add(1, new("pipeline", _run.Pipeline), new("stage", _meter.Stage));
        _item.Report(id => new ItemRetried(id, _meter.Stage, attempt, delay, reason.Message));
    }
}
