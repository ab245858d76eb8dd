
namespace Reelmill.Media.Formats.Packets;

/// <summary>The packets of one video stream in decoding order, and what their times say about where it may be cut.</summary>
internal sealed class PacketIndex
{
    /// <summary>Takes the packets of a stream.</summary>
    /// <param name="timeBase">The unit of their times, in seconds.</param>
    /// <param name="packets">The packets in decoding order, at least one.</param>
    public PacketIndex(Rational timeBase, IReadOnlyList<MediaPacket> packets)
    {
        TimeBase = timeBase;
        Packets = new PacketList(timeBase, packets);
        CleanKeyPts = [.. Enumerable.Range(0, packets.Count).Where(i => packets[i].IsKey && !packets[i].IsHidden && Packets.IsCleanAt(i)).Select(i => packets[i].Pts)];
        EndPts = packets.Where(static p => !p.IsHidden).Max(static p => p.Pts + p.Duration);
        ShownPts = [.. packets.Where(static p => !p.IsHidden).Select(static p => p.Pts).Order()];
    }

    /// <summary>Takes the packets of a stream, whose key frames are those that a decoder can begin with.</summary>
    /// <param name="codec">ffmpeg's name of the stream's codec; null when unknown.</param>
    /// <param name="timeBase">The unit of the packets' times, in seconds.</param>
    /// <param name="packets">The packets in decoding order, at least one.</param>
    public static PacketIndex Of(string? codec, Rational timeBase, IReadOnlyList<MediaPacket> packets) => new(timeBase, KeyFrames.Of(codec, packets));

    public Rational TimeBase { get; }

    public PacketList Packets { get; }

    /// <summary>
    /// The times at which the stream may be cut, in order: key frames before which nothing later is shown and after which
    /// nothing earlier is. The leading pictures of an open group of pictures rule its key frame out.
    /// </summary>
    public IReadOnlyList<long> CleanKeyPts { get; }

    /// <summary>The times of all packets that are shown, in order; packets of one time count each.</summary>
    public IReadOnlyList<long> ShownPts { get; }

    /// <summary>The time at which the stream ends: the end of the packet that is shown last.</summary>
    public long EndPts { get; }

    /// <summary>How many packets are shown in a range of times.</summary>
    public int CountShown(long start, long end) => LowerBound(ShownPts, end) - LowerBound(ShownPts, start);

    /// <summary>The place of the first value that is not before another; the count when there is none.</summary>
    public static int LowerBound(IReadOnlyList<long> sorted, long value)
    {
        var (low, high) = (0, sorted.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = sorted[middle] < value ? (middle + 1, high) : (low, middle);
        }

        return low;
    }
}
