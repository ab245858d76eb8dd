namespace Reelmill.Media.Formats.H264;

/// <summary>Reads the bits of a payload from which emulation prevention was removed; reading past the end is an error of the stream.</summary>
internal ref struct BitReader(ReadOnlySpan<byte> bytes)
{
    private const int LongestPrefix = 31;
    private readonly ReadOnlySpan<byte> _bytes = bytes;
    private long _at;

    public uint Bits(int count)
    {
        var value = 0u;
        for (var i = 0; i < count; i++)
        {
            value = (value << 1) | Bit();
        }

        return value;
    }

    public bool Flag() => Bit() != 0;

    /// <summary>An unsigned Exp-Golomb code (ITU-T H.264, 9.1).</summary>
    public uint Unsigned()
    {
        var zeros = 0;
        while (Bit() == 0)
        {
            zeros = zeros < LongestPrefix ? zeros + 1 : throw new BitstreamException("it has a number that is too large");
        }

        return (1u << zeros) - 1 + Bits(zeros);
    }

    /// <summary>A signed Exp-Golomb code (ITU-T H.264, 9.1.1).</summary>
    public long Signed()
    {
        var code = Unsigned();
        return (code & 1) != 0 ? (code + 1L) / 2 : -(code / 2L);
    }

    private uint Bit()
    {
        var index = _at >> 3;
        if (index >= _bytes.Length)
        {
            throw new BitstreamException("it has a parameter set that ends too early");
        }

        return (uint)(_bytes[(int)index] >> (7 - (int)(_at++ & 7))) & 1;
    }
}
