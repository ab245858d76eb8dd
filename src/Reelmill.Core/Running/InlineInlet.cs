namespace Reelmill.Core.Running;

/// <summary>The inlet of a stage in a sequential run, which processes the value at once, on the writer's thread.</summary>
internal sealed class InlineInlet<T>(Worker<T> worker, RunContext run) : Inlet<T>
{
    public override bool Inline => true;

    public override async ValueTask WriteAsync(Envelope<T> envelope)
    {
        if (run.Cancelled.IsCancellationRequested)
        {
            envelope.Discard();
            return;
        }

        worker.Meter.Clock.Resume();
        try
        {
            await worker.ProcessAsync(envelope).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            run.Fault(e);
        }
        finally
        {
            worker.Meter.Clock.Starve();
        }
    }
}
