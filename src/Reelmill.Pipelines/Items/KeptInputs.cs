using Reelmill.Media.Fetching;

namespace Reelmill.Pipelines.Items;

/// <summary>Inputs of a source that gives each once, such as a channel: a run that paused on a full disk begins again with those that it had.</summary>
/// <remarks>Safe for several enumerations at once: one that was left may still wait for the source. An enumeration that ends early leaves the source where it was.</remarks>
/// <param name="source">The source; it is read by one thread at a time.</param>
internal sealed class KeptInputs(IAsyncEnumerable<MediaInput> source) : IAsyncEnumerable<MediaInput>, IAsyncDisposable
{
    private readonly Lock _gate = new();
    private readonly List<MediaInput> _kept = [];
    private readonly CancellationTokenSource _closing = new();
    private IAsyncEnumerator<MediaInput>? _rest;
    private Task<bool>? _reading;

    /// <summary>Does something with the inputs of a source, as often as it takes, and then closes the source.</summary>
    public static async Task<T> UseAsync<T>(IAsyncEnumerable<MediaInput> source, Func<IAsyncEnumerable<MediaInput>, Task<T>> use)
    {
        var kept = new KeptInputs(source);
        try
        {
            return await use(kept).ConfigureAwait(false);
        }
        finally
        {
            await kept.DisposeAsync().ConfigureAwait(false);
        }
    }

    public async IAsyncEnumerator<MediaInput> GetAsyncEnumerator(CancellationToken cancellationToken = default)
    {
        for (var i = 0; await ReadAsync(i).WaitAsync(cancellationToken).ConfigureAwait(false); i++)
        {
            yield return Known(i);
        }
    }

    private MediaInput Known(int index)
    {
        lock (_gate)
        {
            return _kept[index];
        }
    }

    /// <summary>Reads until there are more than so many; who waits for it already is joined.</summary>
    private Task<bool> ReadAsync(int count)
    {
        lock (_gate)
        {
            return count < _kept.Count ? Task.FromResult(true) : _reading ??= Task.Run(ReadOneAsync);
        }
    }

    private async Task<bool> ReadOneAsync()
    {
        _rest ??= source.GetAsyncEnumerator(_closing.Token);
        var any = await _rest.MoveNextAsync().ConfigureAwait(false);
        lock (_gate)
        {
            // A source that has ended, or failed, stays as it is for whoever asks again.
            if (any)
            {
                _kept.Add(_rest.Current);
                _reading = null;
            }

            return any;
        }
    }

    /// <summary>Closes the source, as soon as nobody reads it: one that does not heed the token is not waited for.</summary>
    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync().ConfigureAwait(false);
        Task reading;
        lock (_gate)
        {
            reading = _reading ?? Task.CompletedTask;
        }

        var closing = CloseAfterAsync(reading);
        if (reading.IsCompleted)
        {
            await closing.ConfigureAwait(false);
        }
    }

    private async Task CloseAfterAsync(Task reading)
    {
        await reading.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (_rest is { } rest)
        {
            await rest.DisposeAsync().ConfigureAwait(false);
        }

        _closing.Dispose();
    }
}
