using System.Threading.Channels;
using Reelmill.Core;
using Reelmill.Media.Fetching;

namespace Reelmill.Pipelines.Items;

/// <summary>
/// Gives inputs in windows, of which the largest are begun first: a large one that is begun last runs alone. A window is what
/// was found in a moment, so that inputs of a slow source (a list that is still being written, a deep folder) are begun as
/// they come. They are looked for ahead, and no stop waits for that.
/// </summary>
/// <param name="inputs">The inputs; enumerated once, by one thread.</param>
/// <param name="most">How many inputs are in a window at most, and how many are found ahead.</param>
/// <param name="time">The clock of the moment.</param>
internal sealed class InputWindows(IAsyncEnumerable<MediaInput> inputs, int most, TimeProvider time) : IDisposable
{
    /// <summary>How long the first of a window waits for others.</summary>
    public static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(50);

    /// <summary>How long the first input is waited for by who only looks.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private readonly Channel<MediaInput> _found = Channel.CreateBounded<MediaInput>(new BoundedChannelOptions(most) { SingleReader = true, SingleWriter = true });
    private readonly CancellationTokenSource _closing = new();
    private IReadOnlyList<MediaInput>? _peeked;
    private bool _isLooking;

    /// <summary>Looks at the window that is next, which stays the next; none when nothing is found within <see cref="Patience"/>.</summary>
    /// <param name="stopping">Stops looking.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="OperationCanceledException">The wait was cancelled.</exception>
    public async Task<IReadOnlyList<MediaInput>> PeekAsync(CancellationToken stopping, CancellationToken cancellationToken)
    {
        using var over = new CancellationTokenSource(Patience, time);
        using var any = CancellationTokenSource.CreateLinkedTokenSource(over.Token, stopping, cancellationToken);
        try
        {
            return _peeked ??= await NextAsync(any.Token).ConfigureAwait(false) ?? [];
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return [];
        }
    }

    /// <summary>The next window; null when there is none.</summary>
    /// <exception cref="OperationCanceledException">The wait was cancelled.</exception>
    public async Task<IReadOnlyList<MediaInput>?> NextAsync(CancellationToken cancellationToken)
    {
        if (_peeked is { Count: > 0 } peeked)
        {
            _peeked = null;
            return peeked;
        }

        if (!_isLooking)
        {
            _isLooking = true;
            _ = Task.Run(LookAsync, CancellationToken.None);
        }

        return await _found.Reader.WaitToReadAsync(cancellationToken).ConfigureAwait(false) ? await WindowAsync(cancellationToken).ConfigureAwait(false) : null;
    }

    public void Dispose()
    {
        // What is still looking sees it at its next input; it may hang in a folder until then.
        _closing.Cancel();
        _closing.Dispose();
    }

    private async Task<IReadOnlyList<MediaInput>> WindowAsync(CancellationToken cancellationToken)
    {
        var window = new List<MediaInput>();
        using var over = new CancellationTokenSource(Moment, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(over.Token, cancellationToken);
        try
        {
            do
            {
                while (window.Count < most && _found.Reader.TryRead(out var input))
                {
                    window.Add(input);
                }
            }
            while (window.Count < most && await _found.Reader.WaitToReadAsync(either.Token).ConfigureAwait(false));
        }
        catch (Exception) when (window.Count > 0)
        {
            // The moment is over. What else it was is said by the next call: no input is lost to it.
        }

        return window;
    }

    private async Task LookAsync()
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
                ? new PipelineException("unexpected_cancellation", $"Looking for inputs ended though nobody cancelled it: {e.Message}", e)
                : e);
        }
    }
}
