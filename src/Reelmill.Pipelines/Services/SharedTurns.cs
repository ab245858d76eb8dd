namespace Reelmill.Pipelines.Services;

/// <summary>
/// Work on a whole library, one after the other. What waits and would do the same is one: it sees what all of them have
/// brought, so that many short runs do not each look through the library.
/// </summary>
internal sealed class SharedTurns : IDisposable
{
    private readonly Lock _gate = new();
    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly Dictionary<string, Task> _waiting = new(StringComparer.Ordinal);

    /// <summary>Does the work, or waits for that which will see the same.</summary>
    /// <param name="name">What is done: equal names, equal work with equal results.</param>
    /// <param name="work">Does it.</param>
    public Task<T> RunAsync<T>(string name, Func<Task<T>> work)
    {
        lock (_gate)
        {
            if (_waiting.TryGetValue(name, out var waiting))
            {
                return (Task<T>)waiting;
            }

            var begun = RunInTurnAsync(name, work);
            _waiting[name] = begun;
            return begun;
        }
    }

    public void Dispose() => _turn.Dispose();

    private async Task<T> RunInTurnAsync<T>(string name, Func<Task<T>> work)
    {
        // Whoever asks while this holds the gate must find the entry before it is taken out.
        await Task.Yield();
        await _turn.WaitAsync().ConfigureAwait(false);
        try
        {
            lock (_gate)
            {
                _waiting.Remove(name);
            }

            return await work().ConfigureAwait(false);
        }
        finally
        {
            _turn.Release();
        }
    }
}
