namespace Reelmill.Media.Frames.Parts;

/// <summary>
/// Limits concurrent decodes. With enough videos to fill the slots, each video is decoded in one piece, which costs least; with
/// fewer videos, free slots decode parts of a video ahead of time.
/// </summary>
/// <remarks>Thread-safe. All users of a processor share one instance.</remarks>
/// <param name="slots">The number of slots, from 1.</param>
/// <param name="busy">Returns the number of slots in use, including other work; null to count decodes only.</param>
public sealed class DecodeSlots(int slots, Func<int>? busy = null)
{
    /// <summary>The maximum size of raw frames that a part buffers: a part of 20 s in 1080p.</summary>
    private const long MaxBytesAhead = 64L << 20;

    private int _videos;
    private int _ahead;

    /// <summary>The number of slots for concurrent decodes.</summary>
    public int Slots { get; } = slots >= 1 ? slots : throw new ArgumentOutOfRangeException(nameof(slots), slots, "There must be at least one slot.");

    /// <summary>The maximum number of bytes that a part buffers ahead of time; all parts together use at most a sixteenth of the memory.</summary>
    internal long BytesAhead => Math.Min(MaxBytesAhead, GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 16 / Slots);

    /// <summary>Whether a slot is free for decoding ahead.</summary>
    internal bool HasRoom => (busy?.Invoke() ?? Volatile.Read(ref _videos)) + Volatile.Read(ref _ahead) < Slots;

    /// <summary>Registers the decode of a video until the lease is disposed; never waits.</summary>
    internal IDisposable Enter()
    {
        Interlocked.Increment(ref _videos);
        return new SlotLease(() => Interlocked.Decrement(ref _videos));
    }

    /// <summary>Takes a slot to decode a part ahead, until the lease is disposed; null when no slot is free.</summary>
    internal IDisposable? TryEnterAhead()
    {
        if (!HasRoom)
        {
            return null;
        }

        Interlocked.Increment(ref _ahead);
        return new SlotLease(() => Interlocked.Decrement(ref _ahead));
    }

    private sealed class SlotLease(Action release) : IDisposable
    {
        private Action? _release = release;

        public void Dispose() => Interlocked.Exchange(ref _release, null)?.Invoke();
    }
}
