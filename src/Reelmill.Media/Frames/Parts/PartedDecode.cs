using Reelmill.Core;

namespace Reelmill.Media.Frames.Parts;

/// <summary>
/// One decode of one video, whose later parts may be decoded ahead of their turn. It is that of the whole video: where
/// one part meets the next, both have decoded the same sample, to the byte, or the next is given up and the one before
/// goes on in its stead.
/// </summary>
/// <param name="whole">Decodes the whole video.</param>
/// <param name="find">Finds where it can be cut.</param>
/// <param name="begin">Begins to decode a part, given the next one's beginning, if there is room for that.</param>
/// <param name="slots">Who else decodes.</param>
/// <param name="onDamage">Told once, when the stream is damaged.</param>
/// <param name="cancellationToken">Stops everything.</param>
internal sealed class PartedDecode(
    Func<Action<string>, IAsyncEnumerable<VideoFrame>> whole,
    Func<CancellationToken, Task<IReadOnlyList<DecodeSpan>>> find,
    Func<DecodeSpan, long, PartAhead?> begin,
    DecodeSlots slots,
    Action<string>? onDamage,
    CancellationToken cancellationToken) : IAsyncDisposable
{
    /// <summary>A part that begins nearer than this is not worth its process.</summary>
    private const long NearMs = 3000;

    private readonly CancellationTokenSource _finding = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
    private readonly Queue<PartAhead> _ahead = new();
    private Task? _search;
    private volatile IReadOnlyList<DecodeSpan>? _cuts;
    private IAsyncEnumerator<VideoFrame>? _whole;
    private PartAhead? _part;
    private bool _isWhole;
    private bool _toldDamage;
    private int _nextCut;
    private long _given;
    private long _skip;

    /// <summary>The next sample; null at the end.</summary>
    public async ValueTask<VideoFrame?> NextAsync()
    {
        while (await ReadAsync().ConfigureAwait(false) is { } frame)
        {
            if (_skip > 0)
            {
                _skip--;
                frame.Dispose();
                continue;
            }

            frame = await TakeOverAsync(frame).ConfigureAwait(false);
            LookAhead(frame.TimeMs);
            _given++;
            return frame;
        }

        return null;
    }

    public async ValueTask DisposeAsync()
    {
        await StopAheadAsync().ConfigureAwait(false);
        await StopHeadAsync().ConfigureAwait(false);
        await _finding.CancelAsync().ConfigureAwait(false);
        await (_search ?? Task.CompletedTask).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _finding.Dispose();
    }

    private async ValueTask<VideoFrame?> ReadAsync()
    {
        if (_part is { } part)
        {
            try
            {
                var next = await part.NextAsync(cancellationToken).ConfigureAwait(false);
                Tell(part.Damage);
                return next;
            }
            catch (ItemException)
            {
                // Whether the video or only its part cannot be decoded, a decode from the start will say.
                await WholeFromHereAsync().ConfigureAwait(false);
            }
        }

        _whole ??= whole(Tell).GetAsyncEnumerator(cancellationToken);
        return await _whole.MoveNextAsync().ConfigureAwait(false) ? _whole.Current : null;
    }

    /// <summary>Lets each part that begins with this sample take over.</summary>
    private async ValueTask<VideoFrame> TakeOverAsync(VideoFrame frame)
    {
        while (_ahead.TryPeek(out var next) && frame.TimeMs >= next.FirstMs)
        {
            var first = await FirstAsync(next).ConfigureAwait(false);
            if (first is null || !AreSame(frame, first))
            {
                first?.Dispose();
                _isWhole = true;
                await StopAheadAsync().ConfigureAwait(false);
                break;
            }

            frame.Dispose();
            frame = first;
            await StopHeadAsync().ConfigureAwait(false);
            _part = _ahead.Dequeue();
            _part.TakeOver();
        }

        if (_part is not null && frame.TimeMs >= _part.EndMs)
        {
            _part.GoOn();
        }

        return frame;
    }

    private async ValueTask<VideoFrame?> FirstAsync(PartAhead part)
    {
        try
        {
            return await part.NextAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (ItemException)
        {
            return null;
        }
    }

    private void LookAhead(long now)
    {
        if (_isWhole || !slots.HasRoom)
        {
            return;
        }

        _search ??= SearchAsync();
        if (_cuts is not { } cuts)
        {
            return;
        }

        while (_nextCut < cuts.Count && cuts[_nextCut].FirstMs < now + NearMs)
        {
            _nextCut++;
        }

        while (_nextCut < cuts.Count && _ahead.Count < slots.Slots && begin(cuts[_nextCut], _nextCut + 1 < cuts.Count ? cuts[_nextCut + 1].FirstMs : long.MaxValue) is { } part)
        {
            _ahead.Enqueue(part);
            _nextCut++;
        }
    }

    /// <summary>Where nothing is found, or what is wrong keeps it from being found, the whole video is decoded in one piece.</summary>
    private async Task SearchAsync() => _cuts = await find(_finding.Token).ConfigureAwait(false);

    private async ValueTask WholeFromHereAsync()
    {
        _isWhole = true;
        _skip = _given;
        await StopAheadAsync().ConfigureAwait(false);
        await StopHeadAsync().ConfigureAwait(false);
    }

    private async ValueTask StopHeadAsync()
    {
        if (_part is not null)
        {
            await _part.DisposeAsync().ConfigureAwait(false);
            _part = null;
        }

        if (_whole is not null)
        {
            await _whole.DisposeAsync().ConfigureAwait(false);
            _whole = null;
        }
    }

    private async ValueTask StopAheadAsync()
    {
        while (_ahead.TryDequeue(out var part))
        {
            await part.DisposeAsync().ConfigureAwait(false);
        }
    }

    private void Tell(string? damage)
    {
        if (damage is not null && !_toldDamage)
        {
            _toldDamage = true;
            onDamage?.Invoke(damage);
        }
    }

    private static bool AreSame(VideoFrame a, VideoFrame b) =>
        (a.TimeMs, a.Width, a.Height, a.FullRange) == (b.TimeMs, b.Width, b.Height, b.FullRange) && a.Pixels.Span.SequenceEqual(b.Pixels.Span);
}
