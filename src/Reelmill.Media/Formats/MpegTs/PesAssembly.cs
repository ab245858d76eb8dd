using System.Buffers;
using System.Buffers.Binary;

namespace Reelmill.Media.Formats.MpegTs;

/// <summary>Puts one PES packet together from transport packets.</summary>
/// <param name="pid">The number of its stream.</param>
/// <param name="offset">Where its first transport packet begins.</param>
internal sealed class PesAssembly(int pid, long offset)
{
    private const int Fixed = 9;
    private const int TimeBytes = 5;
    private readonly ArrayBufferWriter<byte> _bytes = new();
    private long _end;

    public void Add(ReadOnlySpan<byte> payload, long end)
    {
        _bytes.Write(payload);
        _end = end;
    }

    /// <summary>The packet; null when the bytes do not begin as one does.</summary>
    public PesPacket? Finish()
    {
        var bytes = _bytes.WrittenSpan;
        if (bytes.Length < Fixed || bytes is not [0, 0, 1, ..] || Fixed + bytes[8] > bytes.Length)
        {
            return null;
        }

        var hasTime = (bytes[7] & 0x80) != 0 && bytes[8] >= TimeBytes;
        return new PesPacket(pid, bytes[3], hasTime ? Time(bytes[Fixed..]) : null, offset, _end, _bytes.WrittenMemory[(Fixed + bytes[8])..]);
    }

    /// <summary>A time stamp: 33 bits between marker bits.</summary>
    private static long Time(ReadOnlySpan<byte> bytes) =>
        ((bytes[0] & 0x0EL) << 29)
        | ((BinaryPrimitives.ReadUInt16BigEndian(bytes[1..]) & 0xFFFEL) << 14)
        | ((BinaryPrimitives.ReadUInt16BigEndian(bytes[3..]) & 0xFFFEL) >> 1);
}
