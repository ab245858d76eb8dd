
namespace Reelmill.Media.Formats.H264;

/// <summary>What a sequence parameter set of H.264 says about the pictures (ITU-T H.264, 7.3.2.1.1 and annex E).</summary>
/// <param name="Profile">profile_idc: 66 Baseline, 77 Main, 100 High.</param>
/// <param name="Constraints">The byte of constraint flags.</param>
/// <param name="Level">level_idc: ten times the level, so 42 is level 4.2.</param>
/// <param name="Width">The width in pixels after cropping.</param>
/// <param name="Height">The height in pixels after cropping.</param>
/// <param name="PixelAspect">A pixel's width by its height; 1 when the stream does not say.</param>
internal sealed record SequenceParameters(byte Profile, byte Constraints, byte Level, int Width, int Height, Rational PixelAspect)
{
    private const int MacroblockPixels = 16;
    private const int LargestSide = 1 << 16;
    private const int ExplicitAspect = 255;

    private static readonly (int Width, int Height)[] Aspects =
    [
        (1, 1), (1, 1), (12, 11), (10, 11), (16, 11), (40, 33), (24, 11), (20, 11), (32, 11),
        (80, 33), (18, 11), (15, 11), (64, 33), (160, 99), (4, 3), (3, 2), (2, 1),
    ];

    /// <summary>The codec as RFC 6381 names it, without the sample entry's type: <c>64001f</c>.</summary>
    public string CodecSuffix => Convert.ToHexStringLower([Profile, Constraints, Level]);

    /// <summary>Reads a parameter set.</summary>
    /// <param name="unit">The NAL unit with its header.</param>
    /// <exception cref="BitstreamException">It is none, or is cut off or damaged.</exception>
    public static SequenceParameters Parse(ReadOnlySpan<byte> unit)
    {
        if (unit.Length < 4 || (unit[0] & 0x1F) != NalUnit.SequenceParameterSet)
        {
            throw new BitstreamException("it has no sequence parameter set where one was expected");
        }

        var bits = new BitReader(NalUnit.Unescape(unit[4..]));
        bits.Unsigned();
        var chroma = HasChroma(unit[1]) ? ReadChroma(ref bits) : 1;
        SkipCounting(ref bits);
        var (width, height) = ReadSize(ref bits, chroma);
        return new SequenceParameters(unit[1], unit[2], unit[3], width, height, bits.Flag() ? ReadAspect(ref bits) : new Rational(1, 1));
    }

    private static bool HasChroma(int profile) =>
        profile is 100 or 110 or 122 or 244 or 44 or 83 or 86 or 118 or 128 or 138 or 139 or 134 or 135;

    /// <summary>Reads chroma format, bit depths and scaling lists; gives the format, 0 for pictures whose colours are coded apart.</summary>
    private static int ReadChroma(ref BitReader bits)
    {
        var format = (int)bits.Unsigned();
        var apart = format == 3 && bits.Flag();
        bits.Unsigned();
        bits.Unsigned();
        bits.Flag();
        if (bits.Flag())
        {
            for (var list = 0; list < (format == 3 ? 12 : 8); list++)
            {
                SkipScaling(ref bits, list < 6 ? 16 : 64);
            }
        }

        return apart ? 0 : format;
    }

    private static void SkipScaling(ref BitReader bits, int size)
    {
        if (!bits.Flag())
        {
            return;
        }

        for (long i = 0, last = 8, next = 8; i < size; i++)
        {
            if (next != 0)
            {
                next = (last + bits.Signed()) & 0xFF;
            }

            last = next == 0 ? last : next;
        }
    }

    private static void SkipCounting(ref BitReader bits)
    {
        bits.Unsigned();
        var kind = bits.Unsigned();
        if (kind == 0)
        {
            bits.Unsigned();
        }
        else if (kind == 1)
        {
            bits.Flag();
            bits.Signed();
            bits.Signed();
            var cycle = bits.Unsigned();
            for (var i = 0u; i < cycle; i++)
            {
                bits.Signed();
            }
        }

        bits.Unsigned();
        bits.Flag();
    }

    private static (int Width, int Height) ReadSize(ref BitReader bits, int chroma)
    {
        var columns = bits.Unsigned() + 1L;
        var rows = bits.Unsigned() + 1L;
        var fields = bits.Flag() ? 1 : 2;
        if (fields == 2)
        {
            bits.Flag();
        }

        bits.Flag();
        var (width, height) = (columns * MacroblockPixels, rows * MacroblockPixels * fields);
        if (bits.Flag())
        {
            var (across, down) = (chroma is 1 or 2 ? 2 : 1, (chroma == 1 ? 2 : 1) * fields);
            width -= across * ((long)bits.Unsigned() + bits.Unsigned());
            height -= down * ((long)bits.Unsigned() + bits.Unsigned());
        }

        return width is > 0 and <= LargestSide && height is > 0 and <= LargestSide
            ? ((int)width, (int)height)
            : throw new BitstreamException("it has pictures of an impossible size");
    }

    private static Rational ReadAspect(ref BitReader bits)
    {
        var kind = bits.Flag() ? (int)bits.Bits(8) : 0;
        var (width, height) = kind == ExplicitAspect ? ((int)bits.Bits(16), (int)bits.Bits(16))
            : kind < Aspects.Length ? Aspects[kind]
            : (1, 1);
        return width > 0 && height > 0 ? new Rational(width, height) : new Rational(1, 1);
    }
}
