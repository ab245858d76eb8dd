namespace Reelmill.Media.Fetching;

/// <summary>Lets a bounded number of downloads at once go to each host.</summary>
/// <remarks>Safe for use by many threads; it forgets a host when nobody is there.</remarks>
internal sealed class HostGate(int limit)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Host> _hosts = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Waits for the host's turn while the deadline stands still; disposing what it gives ends the turn.</summary>
    public async Task<IDisposable> EnterAsync(Uri url, FetchDeadline deadline, CancellationToken cancellationToken)
    {
        var host = Join(url.IdnHost);
        deadline.Pause();
        try
        {
            await host.Turns.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            Leave(host);
            throw;
        }
        finally
        {
            deadline.Resume();
        }

        return new Turn(this, host);
    }

    private Host Join(string name)
    {
        lock (_gate)
        {
            if (!_hosts.TryGetValue(name, out var host))
            {
                _hosts.Add(name, host = new Host(name, new SemaphoreSlim(limit)));
            }

            host.Guests++;
            return host;
        }
    }

    private void Leave(Host host)
    {
        lock (_gate)
        {
            if (--host.Guests == 0)
            {
                _hosts.Remove(host.Name);
                host.Turns.Dispose();
            }
        }
    }

    private sealed class Host(string name, SemaphoreSlim turns)
    {
        public string Name => name;

        public SemaphoreSlim Turns => turns;

        public int Guests { get; set; }
    }

    private sealed class Turn(HostGate gate, Host host) : IDisposable
    {
        private bool _over;

        public void Dispose()
        {
            if (!_over)
            {
                _over = true;
                host.Turns.Release();
                gate.Leave(host);
            }
        }
    }
}
