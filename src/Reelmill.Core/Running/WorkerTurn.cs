using Reelmill.Core.Reporting;

namespace Reelmill.Core.Running;

/// <summary>
/// One worker's slot of a budget: taken before a body, given back after it and whenever the body hands a value on.
/// Nobody holds a slot while it waits for a queue, so that stages of one budget cannot wait for each other for ever.
/// </summary>
internal sealed class WorkerTurn(WorkerShare share, StageMeter meter, CancellationToken cancelled)
{
    private bool _held;

    /// <summary>Waits for a slot; that is time without input, not work. A cancelled run's bodies go on without one, to end.</summary>
    public async ValueTask TakeAsync()
    {
        var slot = share.Budget.TakeAsync(share, cancelled);
        if (!slot.IsCompletedSuccessfully)
        {
            meter.Clock.Starve();
            await slot.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            meter.Clock.Resume();
        }

        _held = slot.IsCompletedSuccessfully;
    }

    public void Return()
    {
        if (_held)
        {
            _held = false;
            share.Budget.Return(share);
        }
    }

    /// <summary>Runs a body, or one attempt at it, in a slot.</summary>
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
