namespace Reelmill.Media.Fetching;

/// <summary>Limits the number of concurrent downloads from each host.</summary>
/// <param name="limit">The maximum number of concurrent downloads from a host, counting those of all gates, for this gate to start another.</param>
/// <param name="slots">The slots of all hosts.</param>
/// <remarks>Thread safe.</remarks>
internal sealed class HostGate(int limit, HostSlots slots)
{
    /// <summary>Waits for a slot at the host while the deadline is paused. Disposing the result frees the slot.</summary>
    public async Task<IDisposable> EnterAsync(Uri url, FetchDeadline deadline, CancellationToken cancellationToken)
    {
        deadline.Pause();
        try
        {
            await slots.EnterAsync(url.IdnHost, limit, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            deadline.Resume();
        }

        return new Slot(slots, url.IdnHost);
    }

    private sealed class Slot(HostSlots slots, string host) : IDisposable
    {
        private bool _isFree;

        public void Dispose()
        {
            if (!_isFree)
            {
                _isFree = true;
                slots.Leave(host);
            }
        }
    }
}
