using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace Reelmill.Media.Formats.Mp4;

/// <summary>Builds nested boxes (ISO/IEC 14496-12, 4.2) in memory; numbers are big-endian.</summary>
internal sealed class BoxBuilder
{
    private readonly ArrayBufferWriter<byte> _bytes = new(1 << 12);
    private readonly List<(int Offset, int Size)> _boxes = [];

    /// <summary>Fills in the box sizes and returns the bytes.</summary>
    public ReadOnlyMemory<byte> Build()
    {
        var bytes = _bytes.WrittenSpan.ToArray();
        foreach (var (offset, size) in _boxes)
        {
            BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(offset), (uint)size);
        }

        return bytes;
    }

    /// <summary>Adds a box.</summary>
    /// <param name="type">The box type, four characters.</param>
    /// <param name="content">Adds the body.</param>
    public BoxBuilder Box(string type, Action content)
    {
        var offset = _bytes.WrittenCount;
        U32(0).Ascii(type);
        content();
        _boxes.Add((offset, _bytes.WrittenCount - offset));
        return this;
    }

    /// <summary>Adds a full box, which begins with a version and flags.</summary>
    public BoxBuilder FullBox(string type, byte version, uint flags, Action content) => Box(type, () =>
    {
        U32(((uint)version << 24) | flags);
        content();
    });

    public BoxBuilder U16(uint value)
    {
        BinaryPrimitives.WriteUInt16BigEndian(_bytes.GetSpan(2), checked((ushort)value));
        _bytes.Advance(2);
        return this;
    }

    public BoxBuilder U32(long value)
    {
        BinaryPrimitives.WriteUInt32BigEndian(_bytes.GetSpan(4), unchecked((uint)value));
        _bytes.Advance(4);
        return this;
    }

    public BoxBuilder U64(long value)
    {
        BinaryPrimitives.WriteInt64BigEndian(_bytes.GetSpan(8), value);
        _bytes.Advance(8);
        return this;
    }

    public BoxBuilder Ascii(string text) => Bytes(Encoding.ASCII.GetBytes(text));

    public BoxBuilder Bytes(ReadOnlySpan<byte> bytes)
    {
        _bytes.Write(bytes);
        return this;
    }

    public BoxBuilder Zeros(int count)
    {
        _bytes.GetSpan(count)[..count].Clear();
        _bytes.Advance(count);
        return this;
    }
}
