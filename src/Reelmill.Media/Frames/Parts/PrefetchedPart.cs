using System.Threading.Channels;

namespace Reelmill.Media.Frames.Parts;

/// <summary>Decodes one part of a video ahead of time into a bounded buffer.</summary>
/// <remarks>Pauses at the first sample of the next part, with which it is compared, and continues only after <see cref="Continue"/>.</remarks>
internal sealed class PrefetchedPart : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop;
    private readonly TaskCompletionSource _continue = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Channel<VideoFrame> _frames;
    private readonly IDisposable _slot;
    private readonly Task _work;

    /// <summary>Starts to decode.</summary>
    /// <param name="firstTargetMs">The sampling target of the first sample, in milliseconds.</param>
    /// <param name="endMs">The sampling target at which the next part begins, in milliseconds.</param>
    /// <param name="capacity">The maximum number of buffered frames.</param>
    /// <param name="slot">The slot, released at the end of the part or by <see cref="ReleaseSlot"/>.</param>
    /// <param name="decode">Decodes from the start of the part to the end of the video.</param>
    /// <param name="cancellationToken">Cancels the decode.</param>
    public PrefetchedPart(
        long firstTargetMs, long endMs, int capacity, IDisposable slot, Func<PrefetchedPart, CancellationToken, IAsyncEnumerable<VideoFrame>> decode, CancellationToken cancellationToken)
    {
        (FirstTargetMs, EndMs, _slot) = (firstTargetMs, endMs, slot);
        _stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        _frames = Channel.CreateBounded<VideoFrame>(new BoundedChannelOptions(capacity) { SingleReader = true, SingleWriter = true });
        _work = Task.Run(() => DecodeAsync(decode(this, _stop.Token)), CancellationToken.None);
    }

    public long FirstTargetMs { get; }

    public long EndMs { get; }

    /// <summary>The first error of ffmpeg from the first sample of the part on; null when there is none.</summary>
    public string? Damage { get; set; }

    /// <summary>Reads the next sample; null at the end of the video. The caller owns the frame.</summary>
    public async ValueTask<VideoFrame?> NextAsync(CancellationToken cancellationToken) =>
        await _frames.Reader.WaitToReadAsync(cancellationToken).ConfigureAwait(false) && _frames.Reader.TryRead(out var frame) ? frame : null;

    /// <summary>Releases the slot when the part becomes the current decode of its video.</summary>
    public void ReleaseSlot() => _slot.Dispose();

    /// <summary>Continues past the end of the part, where no next part takes over.</summary>
    public void Continue() => _continue.TrySetResult();

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

    /// <summary>Decodes into the buffer; a failure is passed on to the reader of the frames.</summary>
    private async Task DecodeAsync(IAsyncEnumerable<VideoFrame> frames)
    {
        Exception? failure = null;
        try
        {
            await foreach (var frame in frames.ConfigureAwait(false))
            {
                await AddAsync(frame).ConfigureAwait(false);
                if (frame.TimeMs >= EndMs && !_continue.Task.IsCompleted)
                {
                    _slot.Dispose();
                    await _continue.Task.WaitAsync(_stop.Token).ConfigureAwait(false);
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
