using System.Buffers.Binary;
using System.Text;

namespace Reelmill.Media.Formats.Mp4;

/// <summary>Reads boxes (ISO/IEC 14496-12, 4.2) from bytes that are at hand; every read is checked against their length.</summary>
internal readonly ref struct BoxSpan
{
    private const int CompactHeader = 8;
    private const int LargeHeader = 16;

    private BoxSpan(string type, int offset, ReadOnlySpan<byte> body)
    {
        Type = type;
        Offset = offset;
        Body = body;
    }

    /// <summary>The type's four characters.</summary>
    public string Type { get; }

    /// <summary>Where the box begins in the bytes that were read.</summary>
    public int Offset { get; }

    /// <summary>What follows the size and the type.</summary>
    public ReadOnlySpan<byte> Body { get; }

    /// <summary>Reads the box at an offset; gives where the next one begins.</summary>
    public static BoxSpan Read(ReadOnlySpan<byte> bytes, int offset, out int next)
    {
        var (type, header, size) = Header(offset <= bytes.Length ? bytes[offset..] : default, bytes.Length - offset);
        if (size > bytes.Length - offset)
        {
            throw new Mp4Exception($"its box '{type}' claims {size} bytes where {bytes.Length - offset} are");
        }

        next = offset + (int)size;
        return new BoxSpan(type, offset, bytes.Slice(offset + header, (int)size - header));
    }

    /// <summary>Reads a header: the type, the header's bytes and the box's bytes, where a size of 0 means the rest.</summary>
    public static (string Type, int Header, long Size) Header(ReadOnlySpan<byte> bytes, long rest)
    {
        if (bytes.Length < CompactHeader)
        {
            throw new Mp4Exception("it ends inside a box");
        }

        var type = Encoding.Latin1.GetString(bytes.Slice(4, 4));
        long size = BinaryPrimitives.ReadUInt32BigEndian(bytes);
        var header = CompactHeader;
        if (size == 1)
        {
            header = LargeHeader;
            size = bytes.Length < LargeHeader ? -1 : BinaryPrimitives.ReadInt64BigEndian(bytes[CompactHeader..]);
        }
        else if (size == 0)
        {
            size = rest;
        }

        return size >= header ? (type, header, size) : throw new Mp4Exception($"its box '{type}' has no possible size");
    }

    /// <summary>The first child of a type; the default, whose type is null, when there is none.</summary>
    /// <param name="type">The type.</param>
    /// <param name="skip">Bytes of the body before the first child.</param>
    public BoxSpan Child(string type, int skip = 0)
    {
        for (var at = skip; at < Body.Length;)
        {
            var child = Read(Body, at, out at);
            if (child.Type == type)
            {
                return child;
            }
        }

        return default;
    }

    /// <summary>The first child of a type, which must be there.</summary>
    public BoxSpan Required(string type)
    {
        var child = Child(type);
        return child.Type is null ? throw new Mp4Exception($"its box '{Type}' has no '{type}'") : child;
    }
}
