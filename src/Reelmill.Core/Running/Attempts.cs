using Polly;
using Polly.Retry;
using Reelmill.Core.Reporting;

namespace Reelmill.Core.Running;

/// <summary>Runs the attempts of one worker, with deadlines and retries. A failure is returned as data.</summary>
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

    /// <param name="options">The stage's deadline and retry policy.</param>
    /// <param name="run">The run.</param>
    /// <param name="meter">The worker's counters.</param>
    /// <param name="work">Runs one attempt.</param>
    /// <param name="repeatable">Returns whether the attempt that has just failed may be repeated.</param>
    /// <param name="slot">The worker's budget slot; null when the stage has no budget.</param>
    public Attempts(
        StageOptions options, RunContext run, StageMeter meter, Func<CancellationToken, ValueTask> work, Func<bool> repeatable, BudgetSlot? slot)
    {
        _run = run;
        _meter = meter;
        _work = slot is null ? work : ct => slot.WorkAsync(work, this, ct);
        _repeatable = repeatable;
        _limit = options.Timeout;
        _retries = options.Retry is { Attempts: > 1 } retry ? Build(retry) : null;
        IsDirect = _limit is null && _retries is null && slot is null;
    }

    /// <summary>Whether the stage has no deadline, retries or budget, so that its body can be called directly.</summary>
    public bool IsDirect { get; }

    /// <summary>The deadline of the current attempt, which code that makes the attempt wait can pause.</summary>
    public Deadline? Deadline { get; private set; }

    /// <summary>
    /// Runs the attempts at one value; null when one succeeded. Throws only exceptions that end the run: a
    /// <see cref="PipelineException"/>, or a cancellation. After a cancellation, an exception of the body is not a failure.
    /// </summary>
    public ValueTask<ItemFailure?> RunAsync(ItemTracker item)
    {
        _item = item;
        _attempt = 1;
        return AwaitOutcomeAsync(_retries?.ExecuteAsync(static (self, _) => self.AttemptAsync(), this, _run.Cancelled) ?? AttemptAsync());
    }

    /// <summary>Awaits a single attempt, with the results and exceptions of <see cref="RunAsync"/>.</summary>
    public async ValueTask<ItemFailure?> AwaitOutcomeAsync(ValueTask work)
    {
        try
        {
            await work.ConfigureAwait(false);
            return null;
        }
        catch (Exception e) when (e is not PipelineException)
        {
            return ToFailure(e);
        }
    }

    /// <summary>Converts the exception of an attempt to the item's failure.</summary>
    /// <exception cref="OperationCanceledException">The run was cancelled.</exception>
    /// <exception cref="PipelineException">An error of the machine, such as a full disk, would fail every item.</exception>
    public ItemFailure ToFailure(Exception e) => _run.Cancelled.IsCancellationRequested
        ? throw new OperationCanceledException("The run was cancelled.", e, _run.Cancelled)
        : e is not ItemException && SystemErrors.Explain(e) is { } systemError
        ? throw systemError
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
