namespace Reelmill.Media.Formats.Packets;

/// <summary>The packets of one stream in decoding order, with fast selection of the packets of a chunk.</summary>
internal sealed class PacketList
{
    private readonly IReadOnlyList<MediaPacket> _packets;
    private readonly Rational _timeBase;
    private readonly long[] _maxPtsUntil;
    private readonly long[] _minPtsFrom;

    public PacketList(Rational timeBase, IReadOnlyList<MediaPacket> packets)
    {
        _timeBase = timeBase;
        _packets = packets;
        _maxPtsUntil = new long[packets.Count];
        _minPtsFrom = new long[packets.Count];
        for (var i = 0; i < packets.Count; i++)
        {
            _maxPtsUntil[i] = i == 0 ? packets[i].Pts : Math.Max(_maxPtsUntil[i - 1], packets[i].Pts);
        }

        for (var i = packets.Count - 1; i >= 0; i--)
        {
            _minPtsFrom[i] = i + 1 == packets.Count ? packets[i].Pts : Math.Min(_minPtsFrom[i + 1], packets[i].Pts);
        }
    }

    public int Count => _packets.Count;

    public MediaPacket this[int index] => _packets[index];

    /// <summary>Whether every earlier packet is shown before the packet at an index, and every later packet after it.</summary>
    public bool IsClosedAt(int index) =>
        (index == 0 || _maxPtsUntil[index - 1] < _packets[index].Pts)
        && (index + 1 == Count || _minPtsFrom[index + 1] > _packets[index].Pts);

    /// <summary>Selects the packets of a chunk. Every packet belongs to exactly one chunk.</summary>
    /// <param name="from">The start of the chunk, inclusive; null for the first chunk, which takes all earlier packets too.</param>
    /// <param name="until">The end of the chunk, exclusive; null for the last chunk.</param>
    /// <param name="unit">The time base of both times.</param>
    public MediaPacket[] SelectRange(long? from, long? until, Rational unit)
    {
        var start = from is { } first ? Ticks.Ceiling(first, unit, _timeBase) : long.MinValue;
        var end = until is { } last ? Ticks.Ceiling(last, unit, _timeBase) : long.MaxValue;
        var selected = new List<MediaPacket>();
        for (var i = PacketIndex.LowerBound(_maxPtsUntil, start); i < Count && _minPtsFrom[i] < end; i++)
        {
            if (_packets[i].Pts >= start && _packets[i].Pts < end)
            {
                selected.Add(_packets[i]);
            }
        }

        return [.. selected];
    }
}
