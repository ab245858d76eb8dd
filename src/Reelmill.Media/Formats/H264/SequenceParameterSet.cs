namespace Reelmill.Media.Formats.H264;

/// <summary>The profile, level, size and sample aspect ratio of an H.264 sequence parameter set (ITU-T H.264, 7.3.2.1.1 and annex E).</summary>
/// <param name="Profile">profile_idc: 66 Baseline, 77 Main, 100 High.</param>
/// <param name="Constraints">The byte with the constraint_set flags.</param>
/// <param name="Level">level_idc: ten times the level, as in 42 for level 4.2.</param>
/// <param name="Width">The width in pixels after cropping.</param>
/// <param name="Height">The height in pixels after cropping.</param>
/// <param name="SampleAspectRatio">The width of a sample divided by its height; 1 when the VUI has none.</param>
internal sealed record SequenceParameterSet(byte Profile, byte Constraints, byte Level, int Width, int Height, Rational SampleAspectRatio)
{
    private const int MacroblockSize = 16;
    private const int MaxSide = 1 << 16;
    private const int ExtendedSar = 255;

    /// <summary>Sample aspect ratios by aspect_ratio_idc (ITU-T H.264, table E-1).</summary>
    private static readonly (int Width, int Height)[] AspectRatios =
    [
        (1, 1), (1, 1), (12, 11), (10, 11), (16, 11), (40, 33), (24, 11), (20, 11), (32, 11),
        (80, 33), (18, 11), (15, 11), (64, 33), (160, 99), (4, 3), (3, 2), (2, 1),
    ];

    /// <summary>The codec string of RFC 6381 without the sample entry type, such as <c>64001f</c>.</summary>
    public string CodecSuffix => Convert.ToHexStringLower([Profile, Constraints, Level]);

    /// <summary>Parses a sequence parameter set.</summary>
    /// <param name="unit">The NAL unit with its header.</param>
    /// <exception cref="BitstreamException">The unit has another type, is truncated or is damaged.</exception>
    public static SequenceParameterSet Parse(ReadOnlySpan<byte> unit)
    {
        if (unit.Length < 4 || (unit[0] & 0x1F) != NalUnit.SpsType)
        {
            throw new BitstreamException("a sequence parameter set is missing");
        }

        var bits = new BitReader(NalUnit.RemoveEmulationPrevention(unit[4..]));
        bits.ReadUnsignedExpGolomb();
        var chroma = HasChromaFormat(unit[1]) ? ReadChromaFormat(ref bits) : 1;
        SkipPictureOrderCount(ref bits);
        var (width, height) = ReadSize(ref bits, chroma);
        return new SequenceParameterSet(unit[1], unit[2], unit[3], width, height, bits.ReadFlag() ? ReadAspectRatio(ref bits) : new Rational(1, 1));
    }

    private static bool HasChromaFormat(int profile) =>
        profile is 100 or 110 or 122 or 244 or 44 or 83 or 86 or 118 or 128 or 138 or 139 or 134 or 135;

    /// <summary>Reads chroma format, bit depths and scaling lists; returns chroma_format_idc, or 0 for separate color planes.</summary>
    private static int ReadChromaFormat(ref BitReader bits)
    {
        var format = (int)bits.ReadUnsignedExpGolomb();
        var hasSeparatePlanes = format == 3 && bits.ReadFlag();
        bits.ReadUnsignedExpGolomb();
        bits.ReadUnsignedExpGolomb();
        bits.ReadFlag();
        if (bits.ReadFlag())
        {
            for (var list = 0; list < (format == 3 ? 12 : 8); list++)
            {
                SkipScalingList(ref bits, list < 6 ? 16 : 64);
            }
        }

        return hasSeparatePlanes ? 0 : format;
    }

    private static void SkipScalingList(ref BitReader bits, int size)
    {
        if (!bits.ReadFlag())
        {
            return;
        }

        for (long i = 0, last = 8, next = 8; i < size; i++)
        {
            if (next != 0)
            {
                next = (last + bits.ReadSignedExpGolomb()) & 0xFF;
            }

            last = next == 0 ? last : next;
        }
    }

    private static void SkipPictureOrderCount(ref BitReader bits)
    {
        bits.ReadUnsignedExpGolomb();
        var type = bits.ReadUnsignedExpGolomb();
        if (type == 0)
        {
            bits.ReadUnsignedExpGolomb();
        }
        else if (type == 1)
        {
            bits.ReadFlag();
            bits.ReadSignedExpGolomb();
            bits.ReadSignedExpGolomb();
            var cycle = bits.ReadUnsignedExpGolomb();
            for (var i = 0u; i < cycle; i++)
            {
                bits.ReadSignedExpGolomb();
            }
        }

        bits.ReadUnsignedExpGolomb();
        bits.ReadFlag();
    }

    private static (int Width, int Height) ReadSize(ref BitReader bits, int chroma)
    {
        var columns = bits.ReadUnsignedExpGolomb() + 1L;
        var mapUnits = bits.ReadUnsignedExpGolomb() + 1L;
        var fields = bits.ReadFlag() ? 1 : 2;
        if (fields == 2)
        {
            bits.ReadFlag();
        }

        bits.ReadFlag();
        var (width, height) = (columns * MacroblockSize, mapUnits * MacroblockSize * fields);
        if (bits.ReadFlag())
        {
            var (cropUnitX, cropUnitY) = (chroma is 1 or 2 ? 2 : 1, (chroma == 1 ? 2 : 1) * fields);
            width -= cropUnitX * ((long)bits.ReadUnsignedExpGolomb() + bits.ReadUnsignedExpGolomb());
            height -= cropUnitY * ((long)bits.ReadUnsignedExpGolomb() + bits.ReadUnsignedExpGolomb());
        }

        return width is > 0 and <= MaxSide && height is > 0 and <= MaxSide
            ? ((int)width, (int)height)
            : throw new BitstreamException("the sequence parameter set has an impossible frame size");
    }

    private static Rational ReadAspectRatio(ref BitReader bits)
    {
        var idc = bits.ReadFlag() ? (int)bits.ReadBits(8) : 0;
        var (width, height) = idc == ExtendedSar ? ((int)bits.ReadBits(16), (int)bits.ReadBits(16))
            : idc < AspectRatios.Length ? AspectRatios[idc]
            : (1, 1);
        return width > 0 && height > 0 ? new Rational(width, height) : new Rational(1, 1);
    }
}
