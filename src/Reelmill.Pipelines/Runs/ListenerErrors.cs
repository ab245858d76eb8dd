using Reelmill.Core;

namespace Reelmill.Pipelines.Runs;

/// <summary>Calls listeners whose errors harm nothing, but for those that say that the run cannot go on; the first of all is kept.</summary>
/// <remarks>Safe for any number of callers.</remarks>
internal sealed class ListenerErrors
{
    private Exception? _first;

    /// <summary>What a listener threw first; null when nothing.</summary>
    public Exception? First => Volatile.Read(ref _first);

    public Action<T>? Guard<T>(Action<T>? listener) => listener is null ? null : value => Call(() => listener(value));

    public Action<T1, T2, T3>? Guard<T1, T2, T3>(Action<T1, T2, T3>? listener) => listener is null ? null : (a, b, c) => Call(() => listener(a, b, c));

    public IProgress<T>? Guard<T>(IProgress<T>? listener) => listener is null ? null : new Guarded<T>(this, listener);

    private void Call(Action listener)
    {
        try
        {
            listener();
        }
        catch (Exception e) when (e is not PipelineException)
        {
            Interlocked.CompareExchange(ref _first, e, null);
        }
    }

    private sealed class Guarded<T>(ListenerErrors errors, IProgress<T> listener) : IProgress<T>
    {
        public void Report(T value) => errors.Call(() => listener.Report(value));
    }
}
