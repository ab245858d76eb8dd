using System.Buffers.Binary;

namespace Reelmill.Media.Formats.MpegTs;

/// <summary>Reads the tables that say which packets are what (ISO/IEC 13818-1, 2.4.4). Sections longer than a packet are not read.</summary>
internal sealed class ProgramTables
{
    private const int AssociationPid = 0;
    private const int PidMask = 0x1FFF;
    private const int LengthMask = 0xFFF;
    private const int SectionHeader = 3;
    private const int Checksum = 4;
    private readonly List<ElementaryStream> _streams = [];
    private int? _mapPid;

    /// <summary>The streams of the first program; none before its table was read.</summary>
    public IReadOnlyList<ElementaryStream> Streams => _streams;

    /// <summary>Looks at a packet.</summary>
    /// <returns>Whether it belongs to a table.</returns>
    public bool Take(TransportPacket packet)
    {
        if (packet.Pid == AssociationPid)
        {
            _mapPid ??= FirstProgram(Section(packet));
            return true;
        }

        if (packet.Pid != _mapPid)
        {
            return false;
        }

        if (_streams.Count == 0)
        {
            AddStreams(Section(packet));
        }

        return true;
    }

    /// <summary>The section that begins in a packet, without its checksum; empty when there is none or it is not whole.</summary>
    private static ReadOnlySpan<byte> Section(TransportPacket packet)
    {
        var payload = packet.Payload;
        if (!packet.Starts || payload.Length == 0 || payload[0] + 1 + SectionHeader > payload.Length)
        {
            return default;
        }

        var section = payload[(payload[0] + 1)..];
        var length = BinaryPrimitives.ReadUInt16BigEndian(section[1..]) & LengthMask;
        return length >= Checksum && SectionHeader + length <= section.Length ? section[..(SectionHeader + length - Checksum)] : default;
    }

    private static int? FirstProgram(ReadOnlySpan<byte> section)
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
        const int Fixed = 12;
        if (section.Length < Fixed)
        {
            return;
        }

        var at = Fixed + (BinaryPrimitives.ReadUInt16BigEndian(section[10..]) & LengthMask);
        while (at + 5 <= section.Length)
        {
            _streams.Add(new ElementaryStream(BinaryPrimitives.ReadUInt16BigEndian(section[(at + 1)..]) & PidMask, section[at]));
            at += 5 + (BinaryPrimitives.ReadUInt16BigEndian(section[(at + 3)..]) & LengthMask);
        }
    }
}
