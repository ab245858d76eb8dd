using System.Buffers.Binary;
using System.Text;

namespace Reelmill.Media.Formats.Mp4;

/// <summary>A box (ISO/IEC 14496-12, 4.2) in memory. Every read is checked against the length of the bytes.</summary>
internal readonly ref struct BoxSpan
{
    private const int CompactHeader = 8;
    private const int LargeHeader = 16;

    private BoxSpan(string type, int offset, ReadOnlySpan<byte> whole, int headerSize)
    {
        Type = type;
        Offset = offset;
        Whole = whole;
        Body = whole[headerSize..];
    }

    /// <summary>The box type, four characters.</summary>
    public string Type { get; }

    /// <summary>The offset of the box in the parsed bytes.</summary>
    public int Offset { get; }

    /// <summary>The whole box with its header.</summary>
    public ReadOnlySpan<byte> Whole { get; }

    /// <summary>The body: the bytes after size and type.</summary>
    public ReadOnlySpan<byte> Body { get; }

    /// <summary>Reads the box at an offset.</summary>
    /// <param name="bytes">The bytes.</param>
    /// <param name="offset">The offset of the box.</param>
    /// <param name="next">The offset of the next box.</param>
    /// <exception cref="Mp4Exception">The box is truncated or has an invalid size.</exception>
    public static BoxSpan Read(ReadOnlySpan<byte> bytes, int offset, out int next)
    {
        var (type, header, size) = ReadHeader(offset <= bytes.Length ? bytes[offset..] : default, bytes.Length - offset);
        if (size > bytes.Length - offset)
        {
            throw new Mp4Exception($"box '{type}' claims {size} bytes, but {bytes.Length - offset} remain");
        }

        next = offset + (int)size;
        return new BoxSpan(type, offset, bytes.Slice(offset, (int)size), header);
    }

    /// <summary>Reads a box header: the type, the size of the header and the size of the box. A coded size of 0 means the rest of the bytes.</summary>
    public static (string Type, int HeaderSize, long Size) ReadHeader(ReadOnlySpan<byte> bytes, long rest)
    {
        if (bytes.Length < CompactHeader)
        {
            throw new Mp4Exception("the data end inside a box header");
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

        return size >= header ? (type, header, size) : throw new Mp4Exception($"box '{type}' has an invalid size");
    }

    /// <summary>Finds the first child box of a type; the default value, whose type is null, when there is none.</summary>
    /// <param name="type">The box type.</param>
    /// <param name="skip">The number of body bytes before the first child.</param>
    public BoxSpan FindChild(string type, int skip = 0)
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

    /// <summary>Finds the first child box of a type, which is mandatory.</summary>
    /// <exception cref="Mp4Exception">There is no such child.</exception>
    public BoxSpan RequireChild(string type)
    {
        var child = FindChild(type);
        return child.Type is null ? throw new Mp4Exception($"box '{Type}' has no '{type}'") : child;
    }
}
