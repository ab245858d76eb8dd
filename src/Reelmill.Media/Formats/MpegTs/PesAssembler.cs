using System.Buffers;
using System.Buffers.Binary;

namespace Reelmill.Media.Formats.MpegTs;

/// <summary>Assembles one PES packet from transport packets.</summary>
/// <param name="pid">The packet identifier of the stream.</param>
/// <param name="offset">The offset of the first transport packet.</param>
internal sealed class PesAssembler(int pid, long offset)
{
    private const int FixedHeaderBytes = 9;
    private const int TimestampBytes = 5;
    private readonly ArrayBufferWriter<byte> _bytes = new();
    private long _end;

    /// <summary>Adds the payload of a transport packet.</summary>
    /// <param name="payload">The payload.</param>
    /// <param name="end">The offset of the end of the transport packet.</param>
    public void Add(ReadOnlySpan<byte> payload, long end)
    {
        _bytes.Write(payload);
        _end = end;
    }

    /// <summary>Parses the assembled bytes; null when they do not begin with a PES header.</summary>
    public PesPacket? Finish()
    {
        var bytes = _bytes.WrittenSpan;
        if (bytes.Length < FixedHeaderBytes || bytes is not [0, 0, 1, ..] || FixedHeaderBytes + bytes[8] > bytes.Length)
        {
            return null;
        }

        var hasPts = (bytes[7] & 0x80) != 0 && bytes[8] >= TimestampBytes;
        return new PesPacket(pid, bytes[3], hasPts ? ReadTimestamp(bytes[FixedHeaderBytes..]) : null, offset, _end, _bytes.WrittenMemory[(FixedHeaderBytes + bytes[8])..]);
    }

    /// <summary>Reads a timestamp: 33 bits between marker bits.</summary>
    private static long ReadTimestamp(ReadOnlySpan<byte> bytes) =>
        ((bytes[0] & 0x0EL) << 29)
        | ((BinaryPrimitives.ReadUInt16BigEndian(bytes[1..]) & 0xFFFEL) << 14)
        | ((BinaryPrimitives.ReadUInt16BigEndian(bytes[3..]) & 0xFFFEL) >> 1);
}
