using System.Runtime.InteropServices;

namespace Reelmill.Core.Running;

/// <summary>
/// What the workers write when an item settles. It keeps to cache lines of its own: intake writes beside it at the
/// same time, and sharing a line would cost both a trip to the other core for each item.
/// </summary>
[StructLayout(LayoutKind.Explicit, Size = 192)]
internal struct SettledItems
{
    private const int NumberBits = 28;
    private const long NumberMask = (1L << NumberBits) - 1;

    /// <summary>
    /// The number of items that are done, above the number of the first tracker that may be used again: one interlocked
    /// operation counts an item and returns its tracker. Enough for 68 billion items, and 268 million at once.
    /// </summary>
    [FieldOffset(64)]
    private long _doneAndReturned;

    [FieldOffset(72)]
    private long _dropped;

    [FieldOffset(80)]
    private long _failed;

    public (long Done, long Dropped, long Failed) Counts =>
        (Volatile.Read(ref _doneAndReturned) >>> NumberBits, Volatile.Read(ref _dropped), Volatile.Read(ref _failed));

    /// <summary>Counts an item that has ended, and its tracker's place among those that may be used again.</summary>
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

    /// <summary>Takes over all trackers that were returned, linked by <see cref="ItemTracker.Next"/>; 0 when there are none.</summary>
    public int TakeReturned() => (int)(Interlocked.And(ref _doneAndReturned, ~NumberMask) & NumberMask);
}
