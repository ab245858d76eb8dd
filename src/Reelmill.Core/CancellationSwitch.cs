using System.Diagnostics.CodeAnalysis;

namespace Reelmill.Core;

/// <summary>
/// Cancels a token from a callback that may run late: of a timer, a signal or another thread. A disposed
/// <see cref="CancellationTokenSource"/> throws in such a callback, which ends the process. This source is never disposed;
/// it has no timer and no linked token, so nothing leaks.
/// </summary>
/// <remarks>Thread-safe.</remarks>
[SuppressMessage("Design", "CA1001:Types that own disposable fields should be disposable", Justification = "The purpose of this class is a source that is never disposed.")]
internal sealed class CancellationSwitch
{
    private readonly CancellationTokenSource _source = new();

    public CancellationToken Token => _source.Token;

    public bool IsCancelled => _source.IsCancellationRequested;

    /// <summary>Cancels the token and runs its callbacks on this thread. Idempotent.</summary>
    public void Cancel() => _source.Cancel();

    /// <summary>Cancels the token and runs its callbacks on another thread; the task ends after them.</summary>
    public Task CancelAsync() => _source.CancelAsync();
}
