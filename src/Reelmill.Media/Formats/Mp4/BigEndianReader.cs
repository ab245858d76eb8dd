using System.Buffers.Binary;

namespace Reelmill.Media.Formats.Mp4;

/// <summary>Reads big-endian numbers in sequence. A read past the end throws <see cref="Mp4Exception"/>.</summary>
internal ref struct BigEndianReader(ReadOnlySpan<byte> bytes)
{
    private ReadOnlySpan<byte> _rest = bytes;

    public readonly int Remaining => _rest.Length;

    public byte ReadByte() => ReadBytes(1)[0];

    public ushort ReadUInt16() => BinaryPrimitives.ReadUInt16BigEndian(ReadBytes(2));

    public uint ReadUInt32() => BinaryPrimitives.ReadUInt32BigEndian(ReadBytes(4));

    public int ReadInt32() => BinaryPrimitives.ReadInt32BigEndian(ReadBytes(4));

    public long ReadInt64() => BinaryPrimitives.ReadInt64BigEndian(ReadBytes(8));

    /// <summary>Reads a time or duration: 32 bits in version 0 of a box, 64 bits from version 1 on.</summary>
    public long ReadVersioned(int version) => version == 0 ? ReadUInt32() : ReadInt64();

    /// <summary>Reads the version and flags of a full box (ISO/IEC 14496-12, 4.2).</summary>
    public (int Version, int Flags) ReadVersionAndFlags()
    {
        var both = ReadUInt32();
        return ((int)(both >> 24), (int)(both & 0xFFFFFF));
    }

    /// <summary>Reads a number of bytes; skips them when the result is ignored.</summary>
    public ReadOnlySpan<byte> ReadBytes(int count)
    {
        if (count > _rest.Length)
        {
            throw new Mp4Exception("a box is truncated");
        }

        var read = _rest[..count];
        _rest = _rest[count..];
        return read;
    }
}
