using System.Diagnostics;
using System.Runtime.ExceptionServices;
using Reelmill.Core.Pipelines;
using Reelmill.Core.Reporting;

namespace Reelmill.Core.Running;

/// <summary>What the parts of one run share.</summary>
internal sealed class RunContext(
    string pipeline,
    RunMode mode,
    IReadOnlyDictionary<string, StageOptions> tuning,
    IReadOnlyDictionary<string, WorkerShare> budgets,
    IProgress<RunEvent>? events,
    TimeProvider time,
    CancellationTokenSource cancellation)
{
    private ExceptionDispatchInfo? _fault;
    private volatile bool _anyFailed;

    public string Pipeline => pipeline;

    public bool Sequential => mode == RunMode.Sequential;

    public Listener? Events { get; } = events is null ? null : new Listener(events);

    public TimeProvider Time => time;

    public CancellationToken Cancelled { get; } = cancellation.Token;

    public List<StageRunner> Stages { get; } = [];

    public StageOptions OptionsOf(string stage, StageOptions? own)
    {
        var options = own ?? new StageOptions();
        options = tuning.TryGetValue(stage, out var tuned) ? tuned.Over(options) : options;
        options.Validate(stage);
        return Sequential ? options with { Workers = 1, QueueBytes = null, Ordered = null } : options;
    }

    /// <summary>A worker's slot of the budget that its stage counts against; null when it counts against none.</summary>
    public WorkerTurn? TurnOf(StageOptions stage, StageMeter meter) =>
        stage.Budget is { } name && budgets.TryGetValue(name, out var share) ? new WorkerTurn(share, meter, Cancelled) : null;

    /// <summary>Whether an item has failed, so that what is left of it need not be done.</summary>
    /// <remarks>Looks at the item only once any has failed: until then its memory stays where it was last written.</remarks>
    public bool HasFailed(Position position) => _anyFailed && position.Item.Failed;

    public void Fail(ItemTracker item, ItemFailure failure)
    {
        item.Fail(failure);
        _anyFailed = true;
    }

    /// <summary>The trace of one value's way through a stage; null when nobody listens.</summary>
    public Activity? StartActivity(string stage, ItemTracker item)
    {
        if (!Telemetry.Activities.HasListeners())
        {
            return null;
        }

        var activity = Telemetry.Activities.StartActivity(stage);
        return activity?.SetTag("pipeline", pipeline).SetTag("item", item.Id);
    }

    /// <summary>Does a part of the run; what goes wrong in it ends the run.</summary>
    public async ValueTask GuardAsync(Func<ValueTask> part)
    {
        try
        {
            await part().ConfigureAwait(false);
        }
        catch (Exception e)
        {
            Fault(e);
        }
    }

    /// <summary>Ends the run for a reason that is no single item's; the first reason counts.</summary>
    public void Fault(Exception error)
    {
        if (error is OperationCanceledException && Cancelled.IsCancellationRequested)
        {
            return;
        }

        // A caller must be able to tell its own cancellation from one that happened inside.
        var fault = error is OperationCanceledException
            ? new PipelineException("unexpected_cancellation", $"Pipeline '{pipeline}' ended though nobody cancelled it: {error.Message}", error)
            : error;
        Interlocked.CompareExchange(ref _fault, ExceptionDispatchInfo.Capture(fault), null);
        try
        {
            cancellation.Cancel();
        }
        catch (AggregateException)
        {
            // What a body's own callback threw cannot end the run more than it has ended.
        }
    }

    public Exception? FaultOrCancellation() =>
        _fault?.SourceException ?? (Cancelled.IsCancellationRequested ? new OperationCanceledException(Cancelled) : null);

    public void ThrowIfEnded()
    {
        _fault?.Throw();
        Cancelled.ThrowIfCancellationRequested();
    }
}
