using System.Buffers.Binary;

namespace Reelmill.Media.Formats.MpegTs;

/// <summary>A packet of a transport stream (ISO/IEC 13818-1, 2.4.3.2).</summary>
internal readonly ref struct TransportPacket
{
    /// <summary>Bytes of a packet.</summary>
    public const int Size = 188;

    /// <summary>The first byte of every packet.</summary>
    public const byte Sync = 0x47;

    private const int Header = 4;
    private const int PidMask = 0x1FFF;

    private TransportPacket(int pid, bool starts, ReadOnlySpan<byte> payload)
    {
        Pid = pid;
        Starts = starts;
        Payload = payload;
    }

    public int Pid { get; }

    /// <summary>Whether a PES packet or a section begins in it.</summary>
    public bool Starts { get; }

    public ReadOnlySpan<byte> Payload { get; }

    /// <summary>Whether bytes look like a transport stream: every packet that is there begins with the sync byte.</summary>
    public static bool Begins(ReadOnlySpan<byte> bytes)
    {
        for (var at = 0; at < Math.Min(bytes.Length, 4 * Size); at += Size)
        {
            if (bytes[at] != Sync)
            {
                return false;
            }
        }

        return bytes.Length >= Size;
    }

    public static TransportPacket Read(ReadOnlySpan<byte> bytes, int offset)
    {
        var packet = bytes.Slice(offset, Size);
        if (packet[0] != Sync)
        {
            throw new BitstreamException($"it has no sync byte 0x47 at {offset}");
        }

        var pid = BinaryPrimitives.ReadUInt16BigEndian(packet[1..]) & PidMask;
        var skip = (packet[3] & 0x20) != 0 ? Header + 1 + packet[Header] : Header;
        var payload = (packet[3] & 0x10) == 0 || skip > Size ? default : packet[skip..];
        return new TransportPacket(pid, (packet[1] & 0x40) != 0, payload);
    }
}
