namespace Reelmill.Cli.Images;

/// <summary>Reads <c>color_range</c> of a sequence header OBU (AV1 specification 5.5) of monochrome images.</summary>
internal static class Av1SequenceHeader
{
    private const int SequenceHeader = 1;
    private const int TemporalDelimiter = 2;

    /// <summary>Whether luma has the limited range 16 to 235. Null when the header is missing, truncated, or contains timing information, which is not parsed.</summary>
    /// <param name="units">The OBUs of the image, beginning with the sequence header or a temporal delimiter.</param>
    public static bool? IsLimitedRange(ReadOnlySpan<byte> units)
    {
        // A temporal delimiter takes two bytes. The OBUs after it have a size field, as always in files.
        while (GetObuType(units) == TemporalDelimiter)
        {
            units = units[2..];
        }

        if (GetObuType(units) != SequenceHeader || units.Length < 3 || units[1] > 127)
        {
            return null;
        }

        var bits = new BitReader(units[2..Math.Min(units.Length, 2 + units[1])]);
        var profile = bits.Read(3);
        bits.Read(1);
        var isReduced = bits.Read(1) == 1;
        if (isReduced)
        {
            bits.Read(5);
        }
        else if (bits.Read(1) == 1 || !SkipOperatingPoints(ref bits))
        {
            return null;
        }

        var (width, height) = (bits.Read(4) + 1, bits.Read(4) + 1);
        bits.Read(width);
        bits.Read(height);
        SkipTools(ref bits, isReduced);
        if (bits.Read(1) == 1 && profile == 2)
        {
            bits.Read(1);
        }

        bits.Read(1);
        bits.Read(bits.Read(1) * 24);
        var isLimited = bits.Read(1) == 0;
        return bits.IsPastEnd ? null : isLimited;
    }

    private static int GetObuType(ReadOnlySpan<byte> units) => units.Length >= 2 ? (units[0] >> 3) & 0x0F : 0;

    private static bool SkipOperatingPoints(ref BitReader bits)
    {
        var hasDelays = bits.Read(1) == 1;
        for (var points = bits.Read(5) + 1; points > 0 && !bits.IsPastEnd; points--)
        {
            bits.Read(12);
            bits.Read(bits.Read(5) > 7 ? 1 : 0);
            bits.Read(hasDelays && bits.Read(1) == 1 ? 4 : 0);
        }

        return !bits.IsPastEnd;
    }

    private static void SkipTools(ref BitReader bits, bool isReduced)
    {
        if (isReduced)
        {
            bits.Read(6);
            return;
        }

        bits.Read(bits.Read(1) * 7);
        bits.Read(7);
        var hasOrder = bits.Read(1) == 1;
        bits.Read(hasOrder ? 2 : 0);
        var forcesScreen = bits.Read(1) == 1 || bits.Read(1) == 1;
        bits.Read(forcesScreen && bits.Read(1) == 0 ? 1 : 0);
        bits.Read(hasOrder ? 3 : 0);
        bits.Read(3);
    }

    private ref struct BitReader(ReadOnlySpan<byte> bytes)
    {
        private readonly ReadOnlySpan<byte> _bytes = bytes;
        private int _at;

        public readonly bool IsPastEnd => _at > _bytes.Length * 8;

        public int Read(int count)
        {
            var value = 0;
            for (; count > 0; count--, _at++)
            {
                value = (value << 1) | (_at < _bytes.Length * 8 ? (_bytes[_at / 8] >> (7 - (_at % 8))) & 1 : 0);
            }

            return value;
        }
    }
}
