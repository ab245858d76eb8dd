namespace Reelmill.Media.Frames.Parts;

/// <summary>
/// How many decodes may run at once before a video's own parts are decoded ahead of their turn: where there are videos
/// enough, each is decoded in one piece, which costs least; where there are fewer, the rest of the processor helps.
/// </summary>
/// <remarks>Thread-safe; one for all that share a processor.</remarks>
/// <param name="slots">How many, from 1.</param>
/// <param name="busy">How much of the processor is in use, in slots, where others use it too; null when decodes are all there is.</param>
public sealed class DecodeSlots(int slots, Func<int>? busy = null)
{
    /// <summary>Frames that wait for their part's turn: raw pictures, so a part of 20 s in 1080p.</summary>
    private const long MostBytesAhead = 64L << 20;

    private int _videos;
    private int _ahead;

    /// <summary>How many decodes may run at once.</summary>
    public int Slots { get; } = slots >= 1 ? slots : throw new ArgumentOutOfRangeException(nameof(slots), slots, "At least one decode runs.");

    /// <summary>How many bytes of frames a part may hold before its turn: all of them together take no more than a sixteenth of the memory.</summary>
    internal long BytesAhead => Math.Min(MostBytesAhead, GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 16 / Slots);

    /// <summary>Whether a part may be decoded ahead now.</summary>
    internal bool HasRoom => (busy?.Invoke() ?? Volatile.Read(ref _videos)) + Volatile.Read(ref _ahead) < Slots;

    /// <summary>A video is decoded, from now until what is returned is disposed; nobody waits for that.</summary>
    internal IDisposable Enter()
    {
        Interlocked.Increment(ref _videos);
        return new Leaving(() => Interlocked.Decrement(ref _videos));
    }

    /// <summary>A part is decoded ahead, from now until what is returned is disposed; null when there is no room.</summary>
    internal IDisposable? TryEnterAhead()
    {
        if (!HasRoom)
        {
            return null;
        }

        Interlocked.Increment(ref _ahead);
        return new Leaving(() => Interlocked.Decrement(ref _ahead));
    }

    private sealed class Leaving(Action leave) : IDisposable
    {
        private Action? _leave = leave;

        public void Dispose() => Interlocked.Exchange(ref _leave, null)?.Invoke();
    }
}
