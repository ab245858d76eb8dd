using System.Buffers.Binary;

namespace Reelmill.Media.Formats.MpegTs;

/// <summary>A transport packet of MPEG-TS (ISO/IEC 13818-1, 2.4.3.2).</summary>
internal readonly ref struct TransportPacket
{
    /// <summary>The size of a packet in bytes.</summary>
    public const int Size = 188;

    /// <summary>The first byte of every packet.</summary>
    public const byte SyncByte = 0x47;

    private const int HeaderBytes = 4;
    private const int PidMask = 0x1FFF;

    private TransportPacket(int pid, bool startsUnit, ReadOnlySpan<byte> payload)
    {
        Pid = pid;
        StartsUnit = startsUnit;
        Payload = payload;
    }

    public int Pid { get; }

    /// <summary>Whether a PES packet or a section begins in the packet (payload_unit_start_indicator).</summary>
    public bool StartsUnit { get; }

    public ReadOnlySpan<byte> Payload { get; }

    /// <summary>Whether the bytes are MPEG-TS: each of the first four packets begins with the sync byte.</summary>
    public static bool HasSignature(ReadOnlySpan<byte> bytes)
    {
        for (var at = 0; at < Math.Min(bytes.Length, 4 * Size); at += Size)
        {
            if (bytes[at] != SyncByte)
            {
                return false;
            }
        }

        return bytes.Length >= Size;
    }

    /// <summary>Reads the packet at an offset, from which at least <see cref="Size"/> bytes remain.</summary>
    /// <exception cref="BitstreamException">The packet does not begin with the sync byte.</exception>
    public static TransportPacket Read(ReadOnlySpan<byte> bytes, int offset)
    {
        var packet = bytes.Slice(offset, Size);
        if (packet[0] != SyncByte)
        {
            throw new BitstreamException($"there is no sync byte 0x47 at offset {offset}");
        }

        var pid = BinaryPrimitives.ReadUInt16BigEndian(packet[1..]) & PidMask;
        var skip = (packet[3] & 0x20) != 0 ? HeaderBytes + 1 + packet[HeaderBytes] : HeaderBytes;
        var payload = (packet[3] & 0x10) == 0 || skip > Size ? default : packet[skip..];
        return new TransportPacket(pid, (packet[1] & 0x40) != 0, payload);
    }
}
