using System.Buffers.Binary;
using System.Text;

namespace Reelmill.Cli.Tests.Streaming.Clocks;

/// <summary>Presentation times as they stand in the bytes, read by nothing but this: <c>tfdt</c> and composition offsets, or PES headers.</summary>
internal static class Timestamps
{
    private const int PacketSize = 188;

    /// <summary>The times of the samples of fragments in ticks of their track, in the order of the bytes.</summary>
    public static IEnumerable<long> OfFragments(byte[] bytes)
    {
        var times = new List<long>();
        foreach (var fragment in Boxes(bytes, 0, bytes.Length).Where(static b => b.Type == "moof"))
        {
            foreach (var track in Boxes(bytes, fragment.From, fragment.To).Where(static b => b.Type == "traf"))
            {
                var boxes = Boxes(bytes, track.From, track.To).ToArray();
                var time = BinaryPrimitives.ReadInt64BigEndian(bytes.AsSpan(Array.Find(boxes, static b => b.Type == "tfdt").From + 4));
                foreach (var run in boxes.Where(static b => b.Type == "trun"))
                {
                    var samples = BinaryPrimitives.ReadInt32BigEndian(bytes.AsSpan(run.From + 4));
                    for (var i = 0; i < samples; i++)
                    {
                        // Duration, size, flags, offset: what is written here always has all four.
                        var entry = bytes.AsSpan(run.From + 12 + (i * 16));
                        times.Add(time + BinaryPrimitives.ReadInt32BigEndian(entry[12..]));
                        time += BinaryPrimitives.ReadUInt32BigEndian(entry);
                    }
                }
            }
        }

        return times;
    }

    /// <summary>The times of PES packets in ticks of 90 kHz, in the order of the bytes.</summary>
    public static IEnumerable<long> OfPackets(byte[] bytes)
    {
        for (var at = 0; at + PacketSize <= bytes.Length; at += PacketSize)
        {
            var payload = at + 4 + ((bytes[at + 3] & 0x20) != 0 ? 1 + bytes[at + 4] : 0);
            var begins = (bytes[at + 1] & 0x40) != 0 && (bytes[at + 3] & 0x10) != 0;
            if (begins && bytes.AsSpan(payload, 3).SequenceEqual(new byte[] { 0, 0, 1 }) && bytes[payload + 3] >= 0xC0 && (bytes[payload + 7] & 0x80) != 0)
            {
                var time = bytes.AsSpan(payload + 9);
                yield return ((time[0] >> 1 & 7L) << 30) | ((long)time[1] << 22) | ((time[2] >> 1 & 127L) << 15) | ((long)time[3] << 7) | ((long)time[4] >> 1);
            }
        }
    }

    private static IEnumerable<(string Type, int From, int To)> Boxes(byte[] bytes, int from, int to)
    {
        for (var at = from; at + 8 <= to;)
        {
            var size = BinaryPrimitives.ReadInt32BigEndian(bytes.AsSpan(at));
            yield return (Encoding.ASCII.GetString(bytes, at + 4, 4), at + 8, Math.Min(to, at + size));
            at += size;
        }
    }
}
