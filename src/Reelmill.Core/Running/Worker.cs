using Reelmill.Core.Reporting;

namespace Reelmill.Core.Running;

/// <summary>One of a stage's workers.</summary>
internal abstract class Worker<TIn>(RunContext run, StageMeter meter, StageQueue<TIn> queue)
{
    public StageMeter Meter => meter;

    protected RunContext Run => run;

    protected StageQueue<TIn> Queue => queue;

    /// <summary>Works until the queue is completed and empty, or the run is cancelled.</summary>
    public async Task RunAsync()
    {
        meter.Clock.Start();
        try
        {
            await SetUpAsync().ConfigureAwait(false);
            await WorkAsync().ConfigureAwait(false);
        }
        finally
        {
            await TearDownAsync().ConfigureAwait(false);
            meter.Clock.Stop();
        }
    }

    /// <summary>Handles one value on the caller's thread; for sequential runs.</summary>
    public abstract ValueTask ProcessAsync(Envelope<TIn> envelope);

    /// <summary>Handles what was put aside for a batch.</summary>
    public virtual ValueTask FlushAsync() => ValueTask.CompletedTask;

    /// <summary>Disposes what was put aside for a batch.</summary>
    public virtual void Discard()
    {
    }

    public abstract ValueTask SetUpAsync();

    public abstract ValueTask TearDownAsync();

    protected abstract Task WorkAsync();

    /// <summary>Waits for input. False when there will be none.</summary>
    protected async ValueTask<bool> StarveAsync()
    {
        meter.Clock.Starve();
        try
        {
            return await queue.Reader.WaitToReadAsync(CancellationToken.None).ConfigureAwait(false);
        }
        finally
        {
            meter.Clock.Resume();
        }
    }

    /// <summary>A value is finished with: its bytes no longer count, and its item may settle.</summary>
    protected ValueTask ReleaseAsync(in Envelope<TIn> envelope)
    {
        queue.Leave(envelope.Value);
        return envelope.Item.ReleaseAsync();
    }
}
