namespace Reelmill.Media.Fetching;

/// <summary>
/// The download slots of each host. Waiters enter in order of arrival, each when fewer downloads than its own limit are
/// running. No waiter is overtaken, so none starves.
/// </summary>
/// <remarks>Thread safe. A host without downloads and waiters takes no memory.</remarks>
internal sealed class HostSlots
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Host> _hosts = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The slots that all fetchers of the process share, so that a host sees one client for all runs and jobs.</summary>
    public static HostSlots Shared { get; } = new();

    /// <summary>Waits for a slot; <see cref="Leave"/> frees the slot.</summary>
    /// <param name="name">The host.</param>
    /// <param name="limit">The maximum number of downloads at the host, including this one.</param>
    /// <param name="cancellationToken">Stops the wait.</param>
    /// <exception cref="OperationCanceledException">The wait was canceled; there is no slot to free.</exception>
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
            await waiter.Slot.Task.ConfigureAwait(false);
        }
    }

    /// <summary>Frees a slot.</summary>
    public void Leave(string name)
    {
        lock (_gate)
        {
            var host = _hosts[name];
            host.Running--;
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
                waiter.Slot.SetCanceled(cancellationToken);
                Admit(host);
                Forget(name, host);
            }
        }
    }

    private static void Admit(Host host)
    {
        while (host.Waiting is [var first, ..] && host.Running < first.Limit)
        {
            host.Running++;
            host.Waiting.RemoveAt(0);
            first.Slot.SetResult();
        }
    }

    private void Forget(string name, Host host)
    {
        if (host is { Running: 0, Waiting.Count: 0 })
        {
            _hosts.Remove(name);
        }
    }

    private sealed class Host
    {
        public int Running { get; set; }

        public List<Waiter> Waiting { get; } = [];
    }

    private sealed record Waiter(int Limit)
    {
        public TaskCompletionSource Slot { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
