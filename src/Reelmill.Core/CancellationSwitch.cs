using System.Diagnostics.CodeAnalysis;

namespace Reelmill.Core;

/// <summary>
/// Cancels a token from a callback that may come after everyone else has left: a timer's, a signal's, another thread's.
/// A <see cref="CancellationTokenSource"/> that has been disposed throws there, which ends the process; this one is never
/// disposed. It holds no timer and no link, so that nothing is left to free.
/// </summary>
/// <remarks>Thread-safe.</remarks>
[SuppressMessage("Design", "CA1001:Types that own disposable fields should be disposable", Justification = "Never being disposed is what this class is for.")]
internal sealed class CancellationSwitch
{
    private readonly CancellationTokenSource _source = new();

    public CancellationToken Token => _source.Token;

    public bool IsCancelled => _source.IsCancellationRequested;

    /// <summary>Cancels the token; its callbacks run on this thread. A second call does nothing.</summary>
    public void Cancel() => _source.Cancel();

    /// <summary>Cancels the token; its callbacks run on another thread, and have ended when the task ends.</summary>
    public Task CancelAsync() => _source.CancelAsync();
}
