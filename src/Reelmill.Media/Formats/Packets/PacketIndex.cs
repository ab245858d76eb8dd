namespace Reelmill.Media.Formats.Packets;

/// <summary>The packets of one video stream in decoding order, with the times at which the stream can be cut.</summary>
internal sealed class PacketIndex
{
    /// <summary>Indexes the packets of a stream whose keyframe flags are reliable.</summary>
    /// <param name="timeBase">The time base of the packets, in seconds.</param>
    /// <param name="packets">The packets in decoding order, at least one.</param>
    public PacketIndex(Rational timeBase, IReadOnlyList<MediaPacket> packets)
    {
        TimeBase = timeBase;
        Packets = new PacketList(timeBase, packets);
        ClosedGopPts = [.. Enumerable.Range(0, packets.Count).Where(i => packets[i].IsKeyframe && !packets[i].IsHidden && Packets.IsClosedAt(i)).Select(i => packets[i].Pts)];
        EndPts = packets.Where(static p => !p.IsHidden).Max(static p => p.Pts + p.Duration);
        ShownPts = [.. packets.Where(static p => !p.IsHidden).Select(static p => p.Pts).Order()];
    }

    /// <summary>Indexes the packets of a stream after <see cref="KeyframeFlags.Correct"/>.</summary>
    /// <param name="codec">The ffmpeg name of the codec; null when unknown.</param>
    /// <param name="timeBase">The time base of the packets, in seconds.</param>
    /// <param name="packets">The packets in decoding order, at least one.</param>
    public static PacketIndex Create(string? codec, Rational timeBase, IReadOnlyList<MediaPacket> packets) => new(timeBase, KeyframeFlags.Correct(codec, packets));

    public Rational TimeBase { get; }

    public PacketList Packets { get; }

    /// <summary>
    /// The times at which the stream can be cut, in order: keyframes before which no later frame is shown and after which no
    /// earlier frame is shown. The keyframe of an open GOP is excluded because of its leading frames.
    /// </summary>
    public IReadOnlyList<long> ClosedGopPts { get; }

    /// <summary>The presentation times of all shown packets, in order; a time that several packets share occurs several times.</summary>
    public IReadOnlyList<long> ShownPts { get; }

    /// <summary>The end of the stream: the latest end of a shown packet.</summary>
    public long EndPts { get; }

    /// <summary>Counts the packets that are shown from <paramref name="start"/> up to, but not including, <paramref name="end"/>.</summary>
    public int CountShown(long start, long end) => LowerBound(ShownPts, end) - LowerBound(ShownPts, start);

    /// <summary>Finds the index of the first element that is not less than a value; the count when there is none.</summary>
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
