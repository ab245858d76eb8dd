using System.Runtime.InteropServices;

namespace Reelmill.Core.Running;

/// <summary>
/// What the workers write when an item settles. It keeps to cache lines of its own: intake writes beside it at the
/// same time, and sharing a line would cost both a trip to the other core for each item.
/// </summary>
[StructLayout(LayoutKind.Explicit, Size = 192)]
internal struct SettledItems
{
    /// <summary>The trackers that may be used again, linked by <see cref="ItemTracker.Next"/>.</summary>
    [FieldOffset(64)]
    public ItemTracker? Returned;

    [FieldOffset(72)]
    public long Done;

    [FieldOffset(80)]
    public long Dropped;

    [FieldOffset(88)]
    public long Failed;
}
