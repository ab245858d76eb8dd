using Reelmill.Core.Reporting;

namespace Reelmill.Core.Running;

/// <summary>One worker of a stage.</summary>
internal abstract class Worker<TIn>(RunContext run, StageMeter meter, StageQueue<TIn> queue)
{
    public StageMeter Meter => meter;

    protected RunContext Run => run;

    protected StageQueue<TIn> Queue => queue;

    /// <summary>Works until the queue is completed and empty, or the run is cancelled. Exceptions end the run.</summary>
    public async Task RunAsync()
    {
        await run.GuardAsync(BeginAsync).ConfigureAwait(false);
        await run.GuardAsync(WorkAsync).ConfigureAwait(false);
        await run.GuardAsync(EndAsync).ConfigureAwait(false);
    }

    public ValueTask BeginAsync()
    {
        meter.Clock.Start();
        return SetUpAsync();
    }

    public async ValueTask EndAsync()
    {
        try
        {
            await TearDownAsync().ConfigureAwait(false);
        }
        finally
        {
            meter.Clock.Starve();
        }
    }

    /// <summary>Processes one value. Throws only exceptions that end the run.</summary>
    public abstract ValueTask ProcessAsync(Envelope<TIn> envelope);

    /// <summary>Processes a partial batch.</summary>
    public virtual ValueTask FlushAsync() => ValueTask.CompletedTask;

    /// <summary>Disposes the values that the worker had when the run ended early.</summary>
    public abstract void Discard();

    protected abstract ValueTask WorkAsync();

    protected virtual ValueTask SetUpAsync() => ValueTask.CompletedTask;

    protected virtual ValueTask TearDownAsync() => ValueTask.CompletedTask;

    /// <summary>Waits for input; false when the input has ended.</summary>
    protected ValueTask<bool> StarveAsync()
    {
        var more = queue.Reader.WaitToReadAsync(CancellationToken.None);
        return more.IsCompletedSuccessfully ? more : TimeAsync(more);
    }

    /// <summary>Releases a processed value. Its item may settle, which may take a while.</summary>
    protected ValueTask ReleaseAsync(ItemTracker item)
    {
        if (!run.Sequential)
        {
            return meter.BlockAsync(item.ReleaseAsync());
        }

        return ReleaseInlineAsync(item);
    }

    private async ValueTask<bool> TimeAsync(ValueTask<bool> more)
    {
        meter.Clock.Starve();
        try
        {
            return await more.ConfigureAwait(false);
        }
        finally
        {
            meter.Clock.Resume();
        }
    }

    /// <summary>Releases a value in a sequential run. The release may run other stages on this thread, such as a gathering one, whose time counts as blocked.</summary>
    private async ValueTask ReleaseInlineAsync(ItemTracker item)
    {
        meter.Clock.Block();
        try
        {
            await item.ReleaseAsync().ConfigureAwait(false);
        }
        finally
        {
            meter.Clock.Resume();
        }
    }
}
