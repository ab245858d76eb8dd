using System.Buffers.Binary;

namespace Reelmill.Media.Formats.MpegTs;

/// <summary>Reads the program tables, PAT and PMT (ISO/IEC 13818-1, 2.4.4). Sections that exceed one packet are ignored.</summary>
internal sealed class ProgramTables
{
    private const int PatPid = 0;
    private const int PidMask = 0x1FFF;
    private const int LengthMask = 0xFFF;
    private const int SectionHeaderBytes = 3;
    private const int CrcBytes = 4;
    private readonly List<ElementaryStream> _streams = [];
    private int? _pmtPid;

    /// <summary>The elementary streams of the first program; empty until its PMT was read.</summary>
    public IReadOnlyList<ElementaryStream> Streams => _streams;

    /// <summary>Reads a packet if it carries a program table.</summary>
    /// <returns>Whether the packet carries a program table.</returns>
    public bool TryRead(TransportPacket packet)
    {
        if (packet.Pid == PatPid)
        {
            _pmtPid ??= FindFirstProgram(FindSection(packet));
            return true;
        }

        if (packet.Pid != _pmtPid)
        {
            return false;
        }

        if (_streams.Count == 0)
        {
            AddStreams(FindSection(packet));
        }

        return true;
    }

    /// <summary>Finds the section that begins in a packet, without its CRC; empty when there is none or the section is incomplete.</summary>
    private static ReadOnlySpan<byte> FindSection(TransportPacket packet)
    {
        var payload = packet.Payload;
        if (!packet.StartsUnit || payload.Length == 0 || payload[0] + 1 + SectionHeaderBytes > payload.Length)
        {
            return default;
        }

        var section = payload[(payload[0] + 1)..];
        var length = BinaryPrimitives.ReadUInt16BigEndian(section[1..]) & LengthMask;
        return length >= CrcBytes && SectionHeaderBytes + length <= section.Length ? section[..(SectionHeaderBytes + length - CrcBytes)] : default;
    }

    private static int? FindFirstProgram(ReadOnlySpan<byte> section)
    {
        for (var at = 8; at + 4 <= section.Length; at += 4)
        {
            if (BinaryPrimitives.ReadUInt16BigEndian(section[at..]) != 0)
            {
                return BinaryPrimitives.ReadUInt16BigEndian(section[(at + 2)..]) & PidMask;
            }
        }

        return null;
    }

    private void AddStreams(ReadOnlySpan<byte> section)
    {
        const int FixedBytes = 12;
        if (section.Length < FixedBytes)
        {
            return;
        }

        var at = FixedBytes + (BinaryPrimitives.ReadUInt16BigEndian(section[10..]) & LengthMask);
        while (at + 5 <= section.Length)
        {
            _streams.Add(new ElementaryStream(BinaryPrimitives.ReadUInt16BigEndian(section[(at + 1)..]) & PidMask, section[at]));
            at += 5 + (BinaryPrimitives.ReadUInt16BigEndian(section[(at + 3)..]) & LengthMask);
        }
    }
}
