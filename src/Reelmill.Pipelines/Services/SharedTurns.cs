namespace Reelmill.Pipelines.Services;

/// <summary>
/// Work on a whole library, one after the other. What waits and would do the same is one: it sees what all of them have
/// brought, so that many short runs do not each look through the library.
/// </summary>
internal sealed class SharedTurns : IDisposable
{
    private readonly Lock _gate = new();
    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly Dictionary<string, Turn> _waiting = new(StringComparer.Ordinal);

    /// <summary>Does the work, or waits for that which will see the same. Work that every caller has cancelled is stopped, and has ended when the last of them returns.</summary>
    /// <param name="name">What is done: equal names, equal work with equal results.</param>
    /// <param name="work">Does it.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public async Task<T> RunAsync<T>(string name, Func<CancellationToken, Task<T>> work, CancellationToken cancellationToken)
    {
        var turn = Join(name, work);
        try
        {
            return await turn.Work.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            await LeaveAsync(name, turn).ConfigureAwait(false);
        }
    }

    public void Dispose() => _turn.Dispose();

    private Turn<T> Join<T>(string name, Func<CancellationToken, Task<T>> work)
    {
        lock (_gate)
        {
            if (!_waiting.TryGetValue(name, out var turn))
            {
                var begun = new Turn<T>();
                begun.Work = RunInTurnAsync(name, begun, work);
                _waiting[name] = turn = begun;
            }

            turn.Callers++;
            return (Turn<T>)turn;
        }
    }

    private async Task LeaveAsync(string name, Turn turn)
    {
        lock (_gate)
        {
            if (--turn.Callers > 0)
            {
                return;
            }

            // Nobody may join what is about to be stopped.
            Forget(name, turn);
        }

        await turn.Stop.CancelAsync().ConfigureAwait(false);
        await turn.Ended.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        turn.Stop.Dispose();
    }

    private async Task<T> RunInTurnAsync<T>(string name, Turn turn, Func<CancellationToken, Task<T>> work)
    {
        var stop = turn.Stop.Token;

        // Whoever asks while this holds the gate must find the entry before it is taken out.
        await Task.Yield();
        await _turn.WaitAsync(stop).ConfigureAwait(false);
        try
        {
            lock (_gate)
            {
                Forget(name, turn);
            }

            return await work(stop).ConfigureAwait(false);
        }
        finally
        {
            _turn.Release();
        }
    }

    private void Forget(string name, Turn turn)
    {
        if (_waiting.GetValueOrDefault(name) == turn)
        {
            _waiting.Remove(name);
        }
    }

    private abstract class Turn
    {
        public int Callers { get; set; }

        public CancellationTokenSource Stop { get; } = new();

        public abstract Task Ended { get; }
    }

    private sealed class Turn<T> : Turn
    {
        public Task<T> Work { get; set; } = null!;

        public override Task Ended => Work;
    }
}
