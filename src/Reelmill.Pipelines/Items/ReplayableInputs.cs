using Reelmill.Media.Fetching;

namespace Reelmill.Pipelines.Items;

/// <summary>Buffers the inputs of a source that yields each once, such as a channel, so that a run that paused on a full disk can start over with the same inputs.</summary>
/// <remarks>Safe for concurrent enumerations: an abandoned enumeration may still wait for the source. An enumeration that ends early consumes nothing from the source.</remarks>
/// <param name="source">The source; read by one thread at a time.</param>
internal sealed class ReplayableInputs(IAsyncEnumerable<MediaInput> source) : IAsyncEnumerable<MediaInput>, IAsyncDisposable
{
    private readonly Lock _gate = new();
    private readonly List<MediaInput> _read = [];
    private readonly CancellationTokenSource _closing = new();
    private IAsyncEnumerator<MediaInput>? _enumerator;
    private Task<bool>? _reading;

    /// <summary>Passes replayable inputs to a function, and closes the source when the function ends.</summary>
    public static async Task<T> UseAsync<T>(IAsyncEnumerable<MediaInput> source, Func<IAsyncEnumerable<MediaInput>, Task<T>> use)
    {
        var replayable = new ReplayableInputs(source);
        try
        {
            return await use(replayable).ConfigureAwait(false);
        }
        finally
        {
            await replayable.DisposeAsync().ConfigureAwait(false);
        }
    }

    public async IAsyncEnumerator<MediaInput> GetAsyncEnumerator(CancellationToken cancellationToken = default)
    {
        for (var i = 0; await ReadAsync(i).WaitAsync(cancellationToken).ConfigureAwait(false); i++)
        {
            yield return GetRead(i);
        }
    }

    private MediaInput GetRead(int index)
    {
        lock (_gate)
        {
            return _read[index];
        }
    }

    /// <summary>Reads until the buffer holds more than <paramref name="count"/> inputs, or the source ends; concurrent callers share one read.</summary>
    private Task<bool> ReadAsync(int count)
    {
        lock (_gate)
        {
            return count < _read.Count ? Task.FromResult(true) : _reading ??= Task.Run(ReadOneAsync);
        }
    }

    private async Task<bool> ReadOneAsync()
    {
        _enumerator ??= source.GetAsyncEnumerator(_closing.Token);
        var any = await _enumerator.MoveNextAsync().ConfigureAwait(false);
        lock (_gate)
        {
            // A source that ended or failed keeps its completed read, so that later callers see the same end or error.
            if (any)
            {
                _read.Add(_enumerator.Current);
                _reading = null;
            }

            return any;
        }
    }

    /// <summary>Closes the source as soon as no read is pending. A source that ignores the token is not waited for.</summary>
    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync().ConfigureAwait(false);
        Task reading;
        lock (_gate)
        {
            reading = _reading ?? Task.CompletedTask;
        }

        var closing = CloseWhenReadAsync(reading);
        if (reading.IsCompleted)
        {
            await closing.ConfigureAwait(false);
        }
    }

    private async Task CloseWhenReadAsync(Task reading)
    {
        await reading.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (_enumerator is { } enumerator)
        {
            await enumerator.DisposeAsync().ConfigureAwait(false);
        }

        _closing.Dispose();
    }
}
