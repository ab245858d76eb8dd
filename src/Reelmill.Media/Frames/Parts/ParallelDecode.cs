using Reelmill.Core;

namespace Reelmill.Media.Frames.Parts;

/// <summary>
/// Decodes one video with later parts decoded ahead of time. The frames equal those of a decode in one piece: the first sample
/// of a part must equal the same sample of the previous part byte for byte, or the part is dropped and the previous part
/// continues in its place.
/// </summary>
/// <param name="whole">Decodes the whole video.</param>
/// <param name="plan">Plans the parts after the first one.</param>
/// <param name="begin">Starts to decode a part, up to the start of the next part in milliseconds; returns null when no slot is free.</param>
/// <param name="slots">The slots of concurrent decodes.</param>
/// <param name="onDamage">Called once with the first error when the stream is damaged.</param>
/// <param name="cancellationToken">Cancels all decodes.</param>
internal sealed class ParallelDecode(
    Func<Action<string>, IAsyncEnumerable<VideoFrame>> whole,
    Func<CancellationToken, Task<IReadOnlyList<DecodeSpan>>> plan,
    Func<DecodeSpan, long, PrefetchedPart?> begin,
    DecodeSlots slots,
    Action<string>? onDamage,
    CancellationToken cancellationToken) : IAsyncDisposable
{
    /// <summary>The minimum distance from the current sample to a new part: a nearer part is not worth its process.</summary>
    private const long MinDistanceMs = 3000;

    private readonly CancellationTokenSource _planning = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
    private readonly Queue<PrefetchedPart> _ahead = new();
    private Task? _planTask;
    private volatile IReadOnlyList<DecodeSpan>? _plannedParts;
    private IAsyncEnumerator<VideoFrame>? _whole;
    private PrefetchedPart? _part;
    private bool _isInOnePiece;
    private bool _reportedDamage;
    private int _nextPart;
    private long _returned;
    private long _skip;

    /// <summary>Reads the next sample; null at the end of the video. The caller owns the frame.</summary>
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
            StartAhead(frame.TimeMs);
            _returned++;
            return frame;
        }

        return null;
    }

    public async ValueTask DisposeAsync()
    {
        await StopAheadAsync().ConfigureAwait(false);
        await StopCurrentAsync().ConfigureAwait(false);
        await _planning.CancelAsync().ConfigureAwait(false);
        await (_planTask ?? Task.CompletedTask).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _planning.Dispose();
    }

    private async ValueTask<VideoFrame?> ReadAsync()
    {
        if (_part is { } part)
        {
            try
            {
                var next = await part.NextAsync(cancellationToken).ConfigureAwait(false);
                ReportDamage(part.Damage);
                return next;
            }
            catch (ItemException)
            {
                // A decode from the start shows whether only the part or the whole video is undecodable.
                await RestartInOnePieceAsync().ConfigureAwait(false);
            }
        }

        _whole ??= whole(ReportDamage).GetAsyncEnumerator(cancellationToken);
        return await _whole.MoveNextAsync().ConfigureAwait(false) ? _whole.Current : null;
    }

    /// <summary>Switches to the next part at its first sample, if both parts decoded this sample equally.</summary>
    private async ValueTask<VideoFrame> TakeOverAsync(VideoFrame frame)
    {
        while (_ahead.TryPeek(out var next) && frame.TimeMs >= next.FirstTargetMs)
        {
            var first = await TryReadFirstAsync(next).ConfigureAwait(false);
            if (first is null || !AreSame(frame, first))
            {
                first?.Dispose();
                _isInOnePiece = true;
                await StopAheadAsync().ConfigureAwait(false);
                break;
            }

            frame.Dispose();
            frame = first;
            await StopCurrentAsync().ConfigureAwait(false);
            _part = _ahead.Dequeue();
            _part.ReleaseSlot();
        }

        if (_part is not null && frame.TimeMs >= _part.EndMs)
        {
            _part.Continue();
        }

        return frame;
    }

    private async ValueTask<VideoFrame?> TryReadFirstAsync(PrefetchedPart part)
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

    private void StartAhead(long now)
    {
        if (_isInOnePiece || !slots.HasRoom)
        {
            return;
        }

        _planTask ??= PlanAsync();
        if (_plannedParts is not { } parts)
        {
            return;
        }

        while (_nextPart < parts.Count && parts[_nextPart].FirstTargetMs < now + MinDistanceMs)
        {
            _nextPart++;
        }

        while (_nextPart < parts.Count && _ahead.Count < slots.Slots && begin(parts[_nextPart], _nextPart + 1 < parts.Count ? parts[_nextPart + 1].FirstTargetMs : long.MaxValue) is { } part)
        {
            _ahead.Enqueue(part);
            _nextPart++;
        }
    }

    /// <summary>Plans the parts in the background. Without parts, or after a failure, the video is decoded in one piece.</summary>
    private async Task PlanAsync() => _plannedParts = await plan(_planning.Token).ConfigureAwait(false);

    private async ValueTask RestartInOnePieceAsync()
    {
        _isInOnePiece = true;
        _skip = _returned;
        await StopAheadAsync().ConfigureAwait(false);
        await StopCurrentAsync().ConfigureAwait(false);
    }

    private async ValueTask StopCurrentAsync()
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

    private void ReportDamage(string? damage)
    {
        if (damage is not null && !_reportedDamage)
        {
            _reportedDamage = true;
            onDamage?.Invoke(damage);
        }
    }

    private static bool AreSame(VideoFrame a, VideoFrame b) =>
        (a.TimeMs, a.Width, a.Height, a.FullRange) == (b.TimeMs, b.Width, b.Height, b.FullRange) && a.Pixels.Span.SequenceEqual(b.Pixels.Span);
}
