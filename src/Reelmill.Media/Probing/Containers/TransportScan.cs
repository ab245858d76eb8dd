using Reelmill.Media.Formats.MpegTs;

namespace Reelmill.Media.Probing.Containers;

/// <summary>
/// Scans MPEG transport streams (ISO/IEC 13818-1, 2.4) for packets marked as scrambled, and for the stream types of HLS
/// SAMPLE-AES. Large files are read at many spots, so that partial scrambling is found too.
/// </summary>
internal static class TransportScan
{
    private const int SpotCount = 64;
    private const int SpotBytes = 64 << 10;
    private const int MinScrambled = 4;
    private const int MinSyncs = 5;
    private const int NullPid = 0x1FFF;

    /// <summary>The stream types of H.264, AAC, AC-3 and E-AC-3 with SAMPLE-AES.</summary>
    private static readonly int[] SampleAes = [0xDB, 0xCF, 0xC1, 0xC2];

    /// <summary>
    /// Finds the first packet and the distance between packets: 188 bytes, with a timestamp before each (M2TS), or with
    /// error correction after each.
    /// </summary>
    public static (int Offset, int Size)? FindPackets(ReadOnlySpan<byte> head)
    {
        foreach (var size in (ReadOnlySpan<int>)[TransportPacket.Size, 192, 204])
        {
            for (var offset = 0; offset < size && offset < head.Length; offset++)
            {
                if (CountSyncs(head, offset, size) >= MinSyncs)
                {
                    return (offset, size);
                }
            }
        }

        // A short file is a transport stream only when it consists of whole packets.
        var isShort = head.Length > 0 && head.Length % TransportPacket.Size == 0 && CountSyncs(head, 0, TransportPacket.Size) == head.Length / TransportPacket.Size;
        return isShort ? (0, TransportPacket.Size) : null;
    }

    public static ContainerFacts Read(ScannedFile file, (int Offset, int Size) packets)
    {
        var tables = new ProgramTables();
        var (tallies, hasPes) = (new Dictionary<int, Tally>(), false);
        foreach (var (position, bytes) in file.ReadSpots(SpotCount, SpotBytes))
        {
            foreach (var tally in tallies.Values)
            {
                tally.EndRun();
            }

            var first = (int)((((packets.Offset - position) % packets.Size) + packets.Size) % packets.Size);
            for (var at = first; at + TransportPacket.Size <= bytes.Length; at += packets.Size)
            {
                hasPes |= CountPacket(bytes.AsSpan(at, TransportPacket.Size), tables, tallies);
            }
        }

        var scrambled = tallies.Where(static t => t.Value.IsScrambled).Select(static t => t.Key).Order().ToArray();
        var isWhole = file.Length <= (long)SpotCount * SpotBytes;
        return new ContainerFacts(FindProtection(tables.Streams, scrambled), isWhole && !hasPes && scrambled.Length == 0 && tables.Streams.Count > 0 ? false : null);
    }

    /// <summary>Finds the protection. Only the first of several programs counts, because only that one is processed.</summary>
    private static string? FindProtection(IReadOnlyList<ElementaryStream> streams, int[] pids)
    {
        if (streams.Any(static s => SampleAes.Contains(s.Type)))
        {
            return "HLS SAMPLE-AES";
        }

        var scrambled = Array.FindAll(pids, pid => streams.Count == 0 || streams.Any(s => s.Pid == pid));
        return scrambled.Length == 0 ? null : $"scrambling (PID 0x{scrambled[0]:X})";
    }

    /// <summary>Counts one packet. Returns whether a PES packet begins in it.</summary>
    private static bool CountPacket(ReadOnlySpan<byte> bytes, ProgramTables tables, Dictionary<int, Tally> tallies)
    {
        // A packet that is out of sync, or that is marked as damaged in transmission, does not count.
        if (bytes[0] != TransportPacket.SyncByte || (bytes[1] & 0x80) != 0)
        {
            return false;
        }

        var packet = TransportPacket.Read(bytes, 0);
        if (packet.Pid == NullPid || packet.Payload.Length == 0 || tables.TryRead(packet))
        {
            return false;
        }

        var isScrambled = bytes[3] >> 6 >= 2;
        var begins = !isScrambled && packet.StartsUnit && packet.Payload is [0, 0, 1, >= 0xBD, _, _, _, ..];
        var marked = begins && packet.Payload[6] >> 6 == 2 && (packet.Payload[6] & 0x30) != 0;
        if (!tallies.TryGetValue(packet.Pid, out var tally))
        {
            tallies.Add(packet.Pid, tally = new Tally());
        }

        tally.Add(isScrambled, begins, marked);
        return begins;
    }

    private static int CountSyncs(ReadOnlySpan<byte> bytes, int offset, int size)
    {
        var count = 0;
        for (var at = offset; at < bytes.Length && bytes[at] == TransportPacket.SyncByte; at += size)
        {
            count++;
        }

        return count;
    }

    /// <summary>
    /// Counts the scrambled packets of one PID. A bit that was flipped in transmission does not count as scrambling: most
    /// packets must be scrambled, or many in a row.
    /// </summary>
    private sealed class Tally
    {
        private const int MinScrambledRun = 8;
        private int _packets;
        private int _scrambled;
        private int _run;
        private int _longest;
        private int _pes;
        private int _marked;

        public bool IsScrambled => _longest >= MinScrambledRun
            || (_scrambled >= MinScrambled && 2 * _scrambled >= _packets)
            || (_marked >= MinScrambled && 2 * _marked >= _pes);

        public void Add(bool isScrambled, bool begins, bool marked)
        {
            _packets++;
            _pes += begins ? 1 : 0;
            _marked += marked ? 1 : 0;
            _scrambled += isScrambled ? 1 : 0;
            _run = isScrambled ? _run + 1 : 0;
            _longest = Math.Max(_longest, _run);
        }

        public void EndRun() => _run = 0;
    }
}
