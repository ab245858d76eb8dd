using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace Reelmill.Media.Formats.Mp4.Files;

/// <summary>Builds nested boxes in memory: a length, four letters, and what is in it; numbers are big-endian.</summary>
internal sealed class BoxBuilder
{
    private readonly ArrayBufferWriter<byte> _bytes = new(1 << 12);
    private readonly List<(int Begin, int Length)> _lengths = [];

    /// <summary>The boxes with their lengths written in.</summary>
    public ReadOnlyMemory<byte> Finish()
    {
        var bytes = _bytes.WrittenSpan.ToArray();
        foreach (var (begin, length) in _lengths)
        {
            BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(begin), (uint)length);
        }

        return bytes;
    }

    public BoxBuilder Box(string type, Action content)
    {
        var begin = _bytes.WrittenCount;
        U32(0).Text(type);
        content();
        _lengths.Add((begin, _bytes.WrittenCount - begin));
        return this;
    }

    /// <summary>A box that begins with its version and flags.</summary>
    public BoxBuilder Full(string type, byte version, uint flags, Action content) => Box(type, () =>
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

    public BoxBuilder Text(string letters) => Bytes(Encoding.ASCII.GetBytes(letters));

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
