using System.Threading.Channels;
using Reelmill.Core;
using Reelmill.Media.Fetching;

namespace Reelmill.Pipelines.Items;

/// <summary>
/// Groups inputs into windows, so that the largest inputs of a window start first: a large input that starts last runs alone.
/// A window holds the inputs found within <see cref="GatherTime"/>, so inputs of a slow source (a growing list, a deep folder)
/// start as they arrive. A background task reads ahead; stopping never waits for it.
/// </summary>
/// <param name="inputs">The inputs; enumerated once, by one thread.</param>
/// <param name="maxCount">The most inputs in a window, and the most that are read ahead.</param>
/// <param name="time">The clock that bounds <see cref="GatherTime"/> and <see cref="PeekTimeout"/>.</param>
internal sealed class InputWindows(IAsyncEnumerable<MediaInput> inputs, int maxCount, TimeProvider time) : IDisposable
{
    /// <summary>How long the first input of a window waits for others.</summary>
    public static readonly TimeSpan GatherTime = TimeSpan.FromMilliseconds(50);

    /// <summary>How long <see cref="PeekAsync"/> waits for the first input.</summary>
    public static readonly TimeSpan PeekTimeout = TimeSpan.FromSeconds(1);

    private readonly Channel<MediaInput> _found = Channel.CreateBounded<MediaInput>(new BoundedChannelOptions(maxCount) { SingleReader = true, SingleWriter = true });
    private readonly CancellationTokenSource _closing = new();
    private IReadOnlyList<MediaInput>? _peeked;
    private bool _isReading;

    /// <summary>Returns the next window without consuming it; empty when no input is found within <see cref="PeekTimeout"/>.</summary>
    /// <param name="stopping">Ends the wait; the window is then empty.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <exception cref="OperationCanceledException">The wait was canceled.</exception>
    public async Task<IReadOnlyList<MediaInput>> PeekAsync(CancellationToken stopping, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(PeekTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, stopping, cancellationToken);
        try
        {
            return _peeked ??= await NextAsync(either.Token).ConfigureAwait(false) ?? [];
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return [];
        }
    }

    /// <summary>Returns the next window; null after the last one.</summary>
    /// <exception cref="OperationCanceledException">The wait was canceled.</exception>
    public async Task<IReadOnlyList<MediaInput>?> NextAsync(CancellationToken cancellationToken)
    {
        if (_peeked is { Count: > 0 } peeked)
        {
            _peeked = null;
            return peeked;
        }

        if (!_isReading)
        {
            _isReading = true;
            _ = Task.Run(ReadInputsAsync, CancellationToken.None);
        }

        return await _found.Reader.WaitToReadAsync(cancellationToken).ConfigureAwait(false) ? await GatherAsync(cancellationToken).ConfigureAwait(false) : null;
    }

    public void Dispose()
    {
        // The background reader observes the token at its next input; it may block in a folder until then.
        _closing.Cancel();
        _closing.Dispose();
    }

    private async Task<IReadOnlyList<MediaInput>> GatherAsync(CancellationToken cancellationToken)
    {
        var window = new List<MediaInput>();
        using var timeout = new CancellationTokenSource(GatherTime, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            do
            {
                while (window.Count < maxCount && _found.Reader.TryRead(out var input))
                {
                    window.Add(input);
                }
            }
            while (window.Count < maxCount && await _found.Reader.WaitToReadAsync(either.Token).ConfigureAwait(false));
        }
        catch (Exception) when (window.Count > 0)
        {
            // The gather time is over. Any other error surfaces at the next call, so no input is lost.
        }

        return window;
    }

    private async Task ReadInputsAsync()
    {
        var closing = _closing.Token;
        try
        {
            await foreach (var input in inputs.WithCancellation(closing).ConfigureAwait(false))
            {
                await _found.Writer.WriteAsync(input, closing).ConfigureAwait(false);
            }

            _found.Writer.Complete();
        }
        catch (Exception e)
        {
            // A caller must be able to tell its own cancellation from one that happened inside.
            _found.Writer.Complete(e is OperationCanceledException && !closing.IsCancellationRequested
                ? new PipelineException("unexpected_cancellation", $"Reading inputs ended, although nobody canceled it: {e.Message}", e)
                : e);
        }
    }
}
