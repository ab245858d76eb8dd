namespace Reelmill.Media.Fetching;

/// <summary>The downloads that are at each host. Those who wait are let in in the order in which they came, each once fewer than its own limit are there: nobody is passed, and so nobody starves.</summary>
/// <remarks>Safe for use by many threads; it forgets a host when nobody is there.</remarks>
internal sealed class HostTurns
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Host> _hosts = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>What all fetchers of the process share: a host sees one client, however many runs and jobs read from it.</summary>
    public static HostTurns OfProcess { get; } = new();

    /// <summary>Waits for a turn; <see cref="Leave"/> ends it.</summary>
    /// <param name="name">The host.</param>
    /// <param name="limit">How many may be at the host when this one is.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <exception cref="OperationCanceledException">It was cancelled, and there is no turn to end.</exception>
    public async Task EnterAsync(string name, int limit, CancellationToken cancellationToken)
    {
        var waiter = new Waiter(limit);
        lock (_gate)
        {
            if (!_hosts.TryGetValue(name, out var host))
            {
                _hosts.Add(name, host = new Host());
            }

            host.Waiting.Add(waiter);
            Admit(host);
        }

        await using (cancellationToken.UnsafeRegister(_ => GiveUp(name, waiter, cancellationToken), null).ConfigureAwait(false))
        {
            await waiter.Turn.Task.ConfigureAwait(false);
        }
    }

    /// <summary>Ends a turn.</summary>
    public void Leave(string name)
    {
        lock (_gate)
        {
            var host = _hosts[name];
            host.There--;
            Admit(host);
            Forget(name, host);
        }
    }

    private void GiveUp(string name, Waiter waiter, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (_hosts.TryGetValue(name, out var host) && host.Waiting.Remove(waiter))
            {
                waiter.Turn.SetCanceled(cancellationToken);
                Admit(host);
                Forget(name, host);
            }
        }
    }

    private static void Admit(Host host)
    {
        while (host.Waiting is [var first, ..] && host.There < first.Limit)
        {
            host.There++;
            host.Waiting.RemoveAt(0);
            first.Turn.SetResult();
        }
    }

    private void Forget(string name, Host host)
    {
        if (host is { There: 0, Waiting.Count: 0 })
        {
            _hosts.Remove(name);
        }
    }

    private sealed class Host
    {
        public int There { get; set; }

        public List<Waiter> Waiting { get; } = [];
    }

    private sealed record Waiter(int Limit)
    {
        public TaskCompletionSource Turn { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
