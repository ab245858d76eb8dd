using Reelmill.Pipelines.Mine;

namespace Reelmill.Pipelines.Services;

/// <summary>
/// Decisions on a whole library, one after the other. Those that wait and would decide by the same limits are one: it
/// sees what all of them have brought, so that many short runs do not each look through the library.
/// </summary>
internal sealed class DecisionQueue : IDisposable
{
    private readonly Lock _gate = new();
    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly Dictionary<string, Task<DecideSummary>> _waiting = new(StringComparer.Ordinal);

    /// <summary>Decides, or waits for the decision that will see the same.</summary>
    /// <param name="limits">What is decided by, as text: equal limits, equal decisions.</param>
    /// <param name="decide">Decides.</param>
    public Task<DecideSummary> DecideAsync(string limits, Func<Task<DecideSummary>> decide)
    {
        lock (_gate)
        {
            if (!_waiting.TryGetValue(limits, out var decision))
            {
                _waiting[limits] = decision = DecideInTurnAsync(limits, decide);
            }

            return decision;
        }
    }

    public void Dispose() => _turn.Dispose();

    private async Task<DecideSummary> DecideInTurnAsync(string limits, Func<Task<DecideSummary>> decide)
    {
        // Whoever asks while this holds the gate must find the entry before it is taken out.
        await Task.Yield();
        await _turn.WaitAsync().ConfigureAwait(false);
        try
        {
            lock (_gate)
            {
                _waiting.Remove(limits);
            }

            return await decide().ConfigureAwait(false);
        }
        finally
        {
            _turn.Release();
        }
    }
}
