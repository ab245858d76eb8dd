namespace Reelmill.Pipelines.Services;

/// <summary>
/// Serializes work on a whole library, and coalesces equal waiting requests: one execution sees the changes of all callers,
/// so that many short runs do not each scan the library.
/// </summary>
internal sealed class WorkCoalescer : IDisposable
{
    private readonly Lock _gate = new();
    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly Dictionary<string, Turn> _waiting = new(StringComparer.Ordinal);

    /// <summary>Runs the work, or joins an equal request that has not started yet. Work that every caller has canceled is stopped, and has ended when the last caller returns.</summary>
    /// <param name="name">The name of the work: equal names mean equal work with equal results.</param>
    /// <param name="work">The work.</param>
    /// <param name="cancellationToken">Cancels the caller's wait.</param>
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

            // No caller may join work that is about to be stopped.
            Remove(name, turn);
        }

        await turn.Stop.CancelAsync().ConfigureAwait(false);
        await turn.Ended.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        turn.Stop.Dispose();
    }

    private async Task<T> RunInTurnAsync<T>(string name, Turn turn, Func<CancellationToken, Task<T>> work)
    {
        var stop = turn.Stop.Token;

        // Join still holds the gate here and adds the entry afterwards: it must be there before this method removes it.
        await Task.Yield();
        await _turn.WaitAsync(stop).ConfigureAwait(false);
        try
        {
            lock (_gate)
            {
                Remove(name, turn);
            }

            return await work(stop).ConfigureAwait(false);
        }
        finally
        {
            _turn.Release();
        }
    }

    private void Remove(string name, Turn turn)
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
