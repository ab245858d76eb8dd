using System.Runtime.InteropServices;

namespace Reelmill.Core.Running;

/// <summary>
/// The counters that workers write when an item settles. They have their own cache lines: the intake writes adjacent fields
/// at the same time, and false sharing would cost both sides a cache miss for each item.
/// </summary>
[StructLayout(LayoutKind.Explicit, Size = 192)]
internal struct SettledItems
{
    private const int NumberBits = 28;
    private const long NumberMask = (1L << NumberBits) - 1;

    /// <summary>
    /// The number of done items in the high bits, and the number of the first returned tracker in the low bits. One
    /// interlocked operation counts an item and returns its tracker. Enough for 68 billion items, 268 million at once.
    /// </summary>
    [FieldOffset(64)]
    private long _doneAndReturned;

    [FieldOffset(72)]
    private long _dropped;

    [FieldOffset(80)]
    private long _failed;

    public (long Done, long Dropped, long Failed) Counts =>
        (Volatile.Read(ref _doneAndReturned) >>> NumberBits, Volatile.Read(ref _dropped), Volatile.Read(ref _failed));

    /// <summary>Counts an ended item, and adds its tracker to the list of returned trackers.</summary>
    public void Add(ItemTracker tracker, ItemOutcome outcome)
    {
        if (outcome != ItemOutcome.Done)
        {
            Interlocked.Increment(ref outcome == ItemOutcome.Failed ? ref _failed : ref _dropped);
        }

        var done = outcome == ItemOutcome.Done ? 1L << NumberBits : 0;
        long before;
        do
        {
            before = Volatile.Read(ref _doneAndReturned);
            tracker.Next = (int)(before & NumberMask);
        }
        while (Interlocked.CompareExchange(ref _doneAndReturned, ((before & ~NumberMask) + done) | (uint)tracker.Number, before) != before);
    }

    /// <summary>Takes over all returned trackers, linked by <see cref="ItemTracker.Next"/>; 0 when there are none.</summary>
    public int TakeReturned() => (int)(Interlocked.And(ref _doneAndReturned, ~NumberMask) & NumberMask);
}
