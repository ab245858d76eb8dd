namespace Reelmill.Core.Reporting;

/// <summary>Forwards events to a listener and keeps the listener's first error. Only a <see cref="PipelineException"/> passes through and ends the run.</summary>
internal sealed class Listener(IProgress<RunEvent> next) : IProgress<RunEvent>
{
    private Exception? _error;

    /// <summary>The listener's first error; null when there was none.</summary>
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
