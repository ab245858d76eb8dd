namespace Reelmill.Vision.Models;

/// <summary>Reads the fields of a protobuf message in the wire format (protobuf.dev).</summary>
internal ref struct ProtoReader(ReadOnlySpan<byte> message)
{
    private ReadOnlySpan<byte> _rest = message;

    /// <summary>The number of the current field.</summary>
    public int Field { get; private set; }

    /// <summary>The content of the current field, if it is length-delimited (string, bytes or message).</summary>
    public ReadOnlySpan<byte> Bytes { get; private set; }

    /// <summary>The value of the current field, if it is a varint.</summary>
    public ulong Number { get; private set; }

    /// <summary>Advances to the next field.</summary>
    /// <returns>False at the end of the message.</returns>
    /// <exception cref="FormatException">The bytes are not a valid message.</exception>
    public bool MoveNext()
    {
        if (_rest.IsEmpty)
        {
            return false;
        }

        var tag = ReadVarint();
        Field = (int)(tag >> 3);
        Bytes = default;
        Number = 0;
        switch (tag & 7)
        {
            case 0:
                Number = ReadVarint();
                return true;
            case 1:
                Take(8);
                return true;
            case 2:
                Bytes = Take(ReadVarint());
                return true;
            case 5:
                Take(4);
                return true;
            default:
                throw new FormatException($"A field has the wire type {tag & 7}.");
        }
    }

    private ulong ReadVarint()
    {
        ulong value = 0;
        for (var shift = 0; shift < 64; shift += 7)
        {
            var next = Take(1)[0];
            value |= (ulong)(next & 127) << shift;
            if (next < 128)
            {
                return value;
            }
        }

        throw new FormatException("A varint has no end.");
    }

    private ReadOnlySpan<byte> Take(ulong count)
    {
        if (count > (ulong)_rest.Length)
        {
            throw new FormatException("It ends inside a field.");
        }

        var taken = _rest[..(int)count];
        _rest = _rest[(int)count..];
        return taken;
    }
}
