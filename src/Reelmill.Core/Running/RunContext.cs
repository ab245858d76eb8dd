using System.Diagnostics;
using System.Runtime.ExceptionServices;
using Reelmill.Core.Reporting;

namespace Reelmill.Core.Running;

/// <summary>The context that the parts of one run share.</summary>
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

    public StageOptions ResolveOptions(string stage, StageOptions? own)
    {
        var options = own ?? new StageOptions();
        options = tuning.TryGetValue(stage, out var tuned) ? tuned.Over(options) : options;
        options.Validate(stage);
        return Sequential ? options with { Workers = 1, QueueBytes = null, Ordered = null } : options;
    }

    /// <summary>Creates a worker's slot in the budget of its stage; null when the stage has no budget.</summary>
    public BudgetSlot? CreateSlot(StageOptions stage, StageMeter meter) =>
        stage.Budget is { } name && budgets.TryGetValue(name, out var share) ? new BudgetSlot(share, meter, Cancelled) : null;

    /// <summary>Whether an item has failed, so that its remaining values need no work.</summary>
    /// <remarks>Reads the item only after the first failure of the run, to avoid moving the item's cache line between cores before.</remarks>
    public bool HasFailed(Position position) => _anyFailed && position.Item.Failed;

    public void Fail(ItemTracker item, ItemFailure failure)
    {
        item.Fail(failure);
        _anyFailed = true;
    }

    /// <summary>Starts the activity of one value in a stage; null without a listener.</summary>
    public Activity? StartActivity(string stage, ItemTracker item)
    {
        if (!Telemetry.Activities.HasListeners())
        {
            return null;
        }

        var activity = Telemetry.Activities.StartActivity(stage);
        return activity?.SetTag("pipeline", pipeline).SetTag("item", item.Id);
    }

    /// <summary>Runs a part of the run; its exceptions end the run.</summary>
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

    /// <summary>Ends the run because of an error that concerns more than one item; the first error counts.</summary>
    public void Fault(Exception error)
    {
        if (error is OperationCanceledException && Cancelled.IsCancellationRequested)
        {
            return;
        }

        // A caller must be able to tell its own cancellation from one inside the run.
        var fault = error is OperationCanceledException
            ? new PipelineException("unexpected_cancellation", $"Pipeline '{pipeline}' ended by a cancellation that its caller did not request: {error.Message}", error)
            : error;
        Interlocked.CompareExchange(ref _fault, ExceptionDispatchInfo.Capture(fault), null);
        try
        {
            cancellation.Cancel();
        }
        catch (AggregateException)
        {
            // A cancellation callback of a body failed. The run is ending already.
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
