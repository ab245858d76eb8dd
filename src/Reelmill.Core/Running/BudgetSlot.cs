using Reelmill.Core.Reporting;

namespace Reelmill.Core.Running;

/// <summary>
/// The budget slot of one worker. The slot is taken before a body runs, and returned after it and whenever the body emits a
/// value. No worker keeps a slot while it waits for a queue, so stages of one budget cannot deadlock.
/// </summary>
internal sealed class BudgetSlot(WorkerShare share, StageMeter meter, CancellationToken cancelled)
{
    private bool _isTaken;

    /// <summary>Waits for a slot, which counts as starved time. In a cancelled run, bodies continue without a slot so that they can end.</summary>
    public async ValueTask TakeAsync()
    {
        var slot = share.Budget.TakeAsync(share, cancelled);
        if (!slot.IsCompletedSuccessfully)
        {
            meter.Clock.Starve();
            await slot.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            meter.Clock.Resume();
        }

        _isTaken = slot.IsCompletedSuccessfully;
    }

    public void Return()
    {
        if (_isTaken)
        {
            _isTaken = false;
            share.Budget.Return(share);
        }
    }

    /// <summary>Runs one attempt of a body in a slot.</summary>
    public async ValueTask WorkAsync(Func<CancellationToken, ValueTask> body, Attempts attempts, CancellationToken cancellationToken)
    {
        attempts.Deadline?.Pause();
        await TakeAsync().ConfigureAwait(false);
        attempts.Deadline?.Resume();
        try
        {
            cancelled.ThrowIfCancellationRequested();
            await body(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            Return();
        }
    }
}
