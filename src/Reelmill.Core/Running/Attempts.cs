using Polly;
using Polly.Retry;
using Polly.Timeout;
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
    private readonly ResiliencePipeline? _resilience;
    private ItemTracker _item = null!;
    private int _attempt;

    /// <param name="options">Deadline and retries.</param>
    /// <param name="run">The run.</param>
    /// <param name="meter">The worker's counters.</param>
    /// <param name="work">One attempt.</param>
    /// <param name="repeatable">Whether the attempt that has just failed may be repeated.</param>
    public Attempts(StageOptions options, RunContext run, StageMeter meter, Func<CancellationToken, ValueTask> work, Func<bool> repeatable)
    {
        _run = run;
        _meter = meter;
        _work = work;
        _repeatable = repeatable;
        _resilience = options.Retry is { Attempts: > 1 } || options.Timeout is not null ? Build(options) : null;
    }

    public async ValueTask<ItemFailure?> RunAsync(ItemTracker item)
    {
        _item = item;
        _attempt = 1;
        try
        {
            if (_resilience is null)
            {
                await _work(_run.Cancelled).ConfigureAwait(false);
            }
            else
            {
                await _resilience.ExecuteAsync(static (work, ct) => work(ct), _work, _run.Cancelled).ConfigureAwait(false);
            }

            return null;
        }
        catch (Exception e) when (e is not PipelineException && !(e is OperationCanceledException && _run.Cancelled.IsCancellationRequested))
        {
            return ItemFailure.From(_meter.Stage, _attempt, e);
        }
    }

    private ResiliencePipeline Build(StageOptions options)
    {
        var builder = new ResiliencePipelineBuilder { TimeProvider = _run.Time };
        if (options.Retry is { Attempts: > 1 } retry)
        {
            builder.AddRetry(new RetryStrategyOptions
            {
                MaxRetryAttempts = retry.Attempts - 1,
                Delay = retry.Delay,
                MaxDelay = retry.MaxDelay,
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                ShouldHandle = a => ValueTask.FromResult(
                    a.Outcome.Exception is ItemException { IsTransient: true } or TimeoutRejectedException && _repeatable()),
                DelayGenerator = static a => ValueTask.FromResult((a.Outcome.Exception as ItemException)?.RetryAfter),
                OnRetry = a =>
                {
                    Report(a.RetryDelay, a.Outcome.Exception!);
                    return ValueTask.CompletedTask;
                },
            });
        }

        if (options.Timeout is { } timeout)
        {
            builder.AddTimeout(timeout);
        }

        return builder.Build();
    }

    private void Report(TimeSpan delay, Exception reason)
    {
        var attempt = _attempt++;
        _meter.Retried++;
        Telemetry.Retries.Add(1, new("pipeline", _run.Pipeline), new("stage", _meter.Stage));
        _item.Report(id => new ItemRetried(id, _meter.Stage, attempt, delay, reason.Message));
    }
}
