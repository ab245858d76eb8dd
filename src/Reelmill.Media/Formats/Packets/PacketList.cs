
namespace Reelmill.Media.Formats.Packets;

/// <summary>The packets of one stream in decoding order, from which those of a chunk are found without a look at all others.</summary>
internal sealed class PacketList
{
    private readonly IReadOnlyList<MediaPacket> _packets;
    private readonly Rational _timeBase;
    private readonly long[] _latestUntil;
    private readonly long[] _earliestFrom;

    public PacketList(Rational timeBase, IReadOnlyList<MediaPacket> packets)
    {
        _timeBase = timeBase;
        _packets = packets;
        _latestUntil = new long[packets.Count];
        _earliestFrom = new long[packets.Count];
        for (var i = 0; i < packets.Count; i++)
        {
            _latestUntil[i] = i == 0 ? packets[i].Pts : Math.Max(_latestUntil[i - 1], packets[i].Pts);
        }

        for (var i = packets.Count - 1; i >= 0; i--)
        {
            _earliestFrom[i] = i + 1 == packets.Count ? packets[i].Pts : Math.Min(_earliestFrom[i + 1], packets[i].Pts);
        }
    }

    public int Count => _packets.Count;

    public MediaPacket this[int index] => _packets[index];

    /// <summary>Whether every packet before one is shown before it, and every later one after it.</summary>
    public bool IsCleanAt(int index) =>
        (index == 0 || _latestUntil[index - 1] < _packets[index].Pts)
        && (index + 1 == Count || _earliestFrom[index + 1] > _packets[index].Pts);

    /// <summary>The packets that belong to a chunk: each packet belongs to exactly one.</summary>
    /// <param name="from">The first time that belongs to it; null for the first chunk, to which everything before belongs as well.</param>
    /// <param name="until">The first time after it that does not; null for the last chunk.</param>
    /// <param name="unit">The unit of these times.</param>
    public MediaPacket[] Between(long? from, long? until, Rational unit)
    {
        var start = from is { } first ? Ticks.Ceiling(first, unit, _timeBase) : long.MinValue;
        var end = until is { } last ? Ticks.Ceiling(last, unit, _timeBase) : long.MaxValue;
        var found = new List<MediaPacket>();
        for (var i = PacketIndex.LowerBound(_latestUntil, start); i < Count && _earliestFrom[i] < end; i++)
        {
            if (_packets[i].Pts >= start && _packets[i].Pts < end)
            {
                found.Add(_packets[i]);
            }
        }

        return [.. found];
    }
}
