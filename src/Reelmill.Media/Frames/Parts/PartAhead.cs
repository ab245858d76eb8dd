using System.Threading.Channels;

namespace Reelmill.Media.Frames.Parts;

/// <summary>One part of a video, decoded ahead of its turn into bounded memory.</summary>
/// <remarks>It stops at the first sample of the next part, to be held against it, and goes on only when it is told to.</remarks>
internal sealed class PartAhead : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop;
    private readonly TaskCompletionSource _goOn = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Channel<VideoFrame> _frames;
    private readonly IDisposable _slot;
    private readonly Task _work;

    /// <summary>Begins to decode.</summary>
    /// <param name="firstMs">Its first sample is the first one from here on.</param>
    /// <param name="endMs">Where the next part begins.</param>
    /// <param name="capacity">How many frames may wait.</param>
    /// <param name="slot">Given back when the part has come to its end, or to its turn.</param>
    /// <param name="decode">Decodes from the part's beginning to the end of the video.</param>
    /// <param name="cancellationToken">Stops the decode.</param>
    public PartAhead(
        long firstMs, long endMs, int capacity, IDisposable slot, Func<PartAhead, CancellationToken, IAsyncEnumerable<VideoFrame>> decode, CancellationToken cancellationToken)
    {
        (FirstMs, EndMs, _slot) = (firstMs, endMs, slot);
        _stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        _frames = Channel.CreateBounded<VideoFrame>(new BoundedChannelOptions(capacity) { SingleReader = true, SingleWriter = true });
        _work = Task.Run(() => DecodeAsync(decode(this, _stop.Token)), CancellationToken.None);
    }

    public long FirstMs { get; }

    public long EndMs { get; }

    /// <summary>ffmpeg's first error line from the part's first sample on; it counts when the part's turn comes.</summary>
    public string? Damage { get; set; }

    public async ValueTask<VideoFrame?> NextAsync(CancellationToken cancellationToken) =>
        await _frames.Reader.WaitToReadAsync(cancellationToken).ConfigureAwait(false) && _frames.Reader.TryRead(out var frame) ? frame : null;

    /// <summary>Its turn has come: it is the decode of its video now, and not ahead of it any more.</summary>
    public void TakeOver() => _slot.Dispose();

    /// <summary>There is no part to take over at its end: it goes on to the end of the video.</summary>
    public void GoOn() => _goOn.TrySetResult();

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await _work.ConfigureAwait(false);
        while (_frames.Reader.TryRead(out var frame))
        {
            frame.Dispose();
        }

        _stop.Dispose();
    }

    /// <summary>What goes wrong is for whoever reads the frames.</summary>
    private async Task DecodeAsync(IAsyncEnumerable<VideoFrame> frames)
    {
        Exception? failure = null;
        try
        {
            await foreach (var frame in frames.ConfigureAwait(false))
            {
                await AddAsync(frame).ConfigureAwait(false);
                if (frame.TimeMs >= EndMs && !_goOn.Task.IsCompleted)
                {
                    _slot.Dispose();
                    await _goOn.Task.WaitAsync(_stop.Token).ConfigureAwait(false);
                }
            }
        }
        catch (Exception e)
        {
            failure = e;
        }
        finally
        {
            _slot.Dispose();
            _frames.Writer.Complete(failure);
        }
    }

    private async ValueTask AddAsync(VideoFrame frame)
    {
        try
        {
            await _frames.Writer.WriteAsync(frame, _stop.Token).ConfigureAwait(false);
        }
        catch
        {
            frame.Dispose();
            throw;
        }
    }
}
