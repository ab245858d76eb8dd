namespace Reelmill.Media.Fetching;

/// <summary>Lets a bounded number of downloads at once go to each host.</summary>
/// <param name="limit">How many downloads of everybody may be at a host for one of this gate to join them.</param>
/// <param name="turns">Who is at which host.</param>
/// <remarks>Safe for use by many threads.</remarks>
internal sealed class HostGate(int limit, HostTurns turns)
{
    /// <summary>Waits for the host's turn while the deadline stands still; disposing what it gives ends the turn.</summary>
    public async Task<IDisposable> EnterAsync(Uri url, FetchDeadline deadline, CancellationToken cancellationToken)
    {
        deadline.Pause();
        try
        {
            await turns.EnterAsync(url.IdnHost, limit, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            deadline.Resume();
        }

        return new Turn(turns, url.IdnHost);
    }

    private sealed class Turn(HostTurns turns, string host) : IDisposable
    {
        private bool _over;

        public void Dispose()
        {
            if (!_over)
            {
                _over = true;
                turns.Leave(host);
            }
        }
    }
}
