namespace Reelmill.Media.Formats.H264;

/// <summary>Reads the bits of an RBSP, a payload without emulation prevention bytes. A read past the end throws <see cref="BitstreamException"/>.</summary>
internal ref struct BitReader(ReadOnlySpan<byte> bytes)
{
    private const int MaxLeadingZeros = 31;
    private readonly ReadOnlySpan<byte> _bytes = bytes;
    private long _position;

    /// <summary>Reads an unsigned number of up to 32 bits, the most significant bit first.</summary>
    public uint ReadBits(int count)
    {
        var value = 0u;
        for (var i = 0; i < count; i++)
        {
            value = (value << 1) | ReadBit();
        }

        return value;
    }

    public bool ReadFlag() => ReadBit() != 0;

    /// <summary>Reads an unsigned Exp-Golomb code, ue(v) (ITU-T H.264, 9.1).</summary>
    public uint ReadUnsignedExpGolomb()
    {
        var zeros = 0;
        while (ReadBit() == 0)
        {
            zeros = zeros < MaxLeadingZeros ? zeros + 1 : throw new BitstreamException("an Exp-Golomb code is longer than 32 bits");
        }

        return (1u << zeros) - 1 + ReadBits(zeros);
    }

    /// <summary>Reads a signed Exp-Golomb code, se(v) (ITU-T H.264, 9.1.1).</summary>
    public long ReadSignedExpGolomb()
    {
        var code = ReadUnsignedExpGolomb();
        return (code & 1) != 0 ? (code + 1L) / 2 : -(code / 2L);
    }

    private uint ReadBit()
    {
        var index = _position >> 3;
        if (index >= _bytes.Length)
        {
            throw new BitstreamException("the parameter set is truncated");
        }

        return (uint)(_bytes[(int)index] >> (7 - (int)(_position++ & 7))) & 1;
    }
}
