using System.Buffers.Binary;

namespace Reelmill.Media.Formats.Mp4;

/// <summary>Reads big-endian numbers one after the other; reading past the end is an error of the file.</summary>
internal ref struct ByteCursor(ReadOnlySpan<byte> bytes)
{
    private ReadOnlySpan<byte> _rest = bytes;

    public readonly int Left => _rest.Length;

    public byte Byte() => Take(1)[0];

    public ushort UInt16() => BinaryPrimitives.ReadUInt16BigEndian(Take(2));

    public uint UInt32() => BinaryPrimitives.ReadUInt32BigEndian(Take(4));

    public int Int32() => BinaryPrimitives.ReadInt32BigEndian(Take(4));

    public long Int64() => BinaryPrimitives.ReadInt64BigEndian(Take(8));

    /// <summary>A time or length that has 64 bits from version 1 on.</summary>
    public long Versioned(int version) => version == 0 ? UInt32() : Int64();

    /// <summary>The version and the flags that begin a full box.</summary>
    public (int Version, int Flags) Full()
    {
        var both = UInt32();
        return ((int)(both >> 24), (int)(both & 0xFFFFFF));
    }

    public ReadOnlySpan<byte> Take(int count)
    {
        if (count > _rest.Length)
        {
            throw new Mp4Exception("it has a box that ends too early");
        }

        var taken = _rest[..count];
        _rest = _rest[count..];
        return taken;
    }
}
