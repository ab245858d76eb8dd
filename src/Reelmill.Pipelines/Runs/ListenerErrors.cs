using Reelmill.Core;

namespace Reelmill.Pipelines.Runs;

/// <summary>Isolates a run from the exceptions of its listeners, and keeps the first one. A <see cref="PipelineException"/> still ends the run.</summary>
/// <remarks>Safe for concurrent use.</remarks>
internal sealed class ListenerErrors
{
    private Exception? _first;

    /// <summary>The first exception that a listener threw; null when there is none.</summary>
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
