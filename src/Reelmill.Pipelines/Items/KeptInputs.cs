using Reelmill.Media.Fetching;

namespace Reelmill.Pipelines.Items;

/// <summary>Inputs of a source that gives each once, such as a channel: a run that paused on a full disk begins again with those that it had.</summary>
/// <remarks>Enumerated by one thread at a time. An enumeration that ends early leaves the source where it was.</remarks>
/// <param name="source">The source.</param>
internal sealed class KeptInputs(IAsyncEnumerable<MediaInput> source) : IAsyncEnumerable<MediaInput>, IAsyncDisposable
{
    private readonly List<MediaInput> _kept = [];
    private readonly CancellationTokenSource _closing = new();
    private IAsyncEnumerator<MediaInput>? _rest;
    private Task<bool>? _next;

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
        for (var i = 0; i < _kept.Count || await ReadAsync(cancellationToken).ConfigureAwait(false); i++)
        {
            yield return _kept[i];
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync().ConfigureAwait(false);

        // A source that does not heed the token cannot be closed while it reads.
        if (_next is not { IsCompleted: false } && _rest is { } rest)
        {
            await rest.DisposeAsync().ConfigureAwait(false);
        }

        _closing.Dispose();
    }

    /// <summary>Reads one more; whoever stops waiting leaves it to the next.</summary>
    private async Task<bool> ReadAsync(CancellationToken cancellationToken)
    {
        _rest ??= source.GetAsyncEnumerator(_closing.Token);
        _next ??= _rest.MoveNextAsync().AsTask();
        if (!await _next.WaitAsync(cancellationToken).ConfigureAwait(false))
        {
            return false;
        }

        _kept.Add(_rest.Current);
        _next = null;
        return true;
    }
}
