namespace Reelmill.Core.Reporting;

/// <summary>Passes events on to a listener whose errors harm nothing, but for those that say that the run cannot go on; the first is kept.</summary>
internal sealed class Listener(IProgress<RunEvent> next) : IProgress<RunEvent>
{
    private Exception? _error;

    /// <summary>What the listener threw first; null when nothing.</summary>
    public Exception? Error => Volatile.Read(ref _error);

    public void Report(RunEvent value)
    {
        try
        {
            next.Report(value);
        }
        catch (Exception e) when (e is not PipelineException)
        {
            Interlocked.CompareExchange(ref _error, e, null);
        }
    }
}
