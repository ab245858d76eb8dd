using System.Buffers.Binary;

namespace Reelmill.Cli.Images;

/// <summary>Detects monochrome HEIF images with limited range (16 to 235), which libheif 1.x decodes as if they had full range.</summary>
internal static class LimitedRangeGray
{
    public const byte Black = 16;
    public const byte White = 235;

    private const int Av1ConfigurationBytes = 4;
    private const int Av1MonochromeBit = 0x10;
    private const int HevcChromaFormat = 16;

    private static ReadOnlySpan<byte> Av1Configuration => "av1C"u8;

    private static ReadOnlySpan<byte> HevcConfiguration => "hvcC"u8;

    /// <summary>Whether the decoded image must be expanded to full range.</summary>
    /// <param name="file">The whole file, with the boxes that were decoded: those of a still image, or those of a track without one.</param>
    public static bool Detect(ReadOnlySpan<byte> file)
    {
        if ((HeifBoxes.Find(file, "meta"u8) ?? HeifBoxes.Find(file, "moov"u8)) is not { } range || !IsMonochrome(file[range], out var header))
        {
            return false;
        }

        // The container's color information overrides the bitstream's (ISO/IEC 14496-12, 12.1.5).
        var description = file[range];
        var colors = description.IndexOf("colrnclx"u8);
        return colors >= 0 && colors + 14 < description.Length
            ? (description[colors + 14] & 0x80) == 0
            : Av1SequenceHeader.IsLimitedRange(HeifPrimaryItem.Data(file)) ?? Av1SequenceHeader.IsLimitedRange(header) ?? false;
    }

    /// <summary>Whether all images of the file are monochrome. Checking only one is not enough, because alpha planes are monochrome too. The image comes before its alpha plane.</summary>
    private static bool IsMonochrome(ReadOnlySpan<byte> description, out ReadOnlySpan<byte> header)
    {
        header = default;
        var found = false;
        for (var rest = description; FindNext(rest) is >= 0 and var at; rest = rest[(at + 4)..])
        {
            var isAv1 = rest[at..].StartsWith(Av1Configuration);
            var configuration = GetBoxContent(rest, at);
            if (!(isAv1 ? IsGrayAv1(configuration) : IsGrayHevc(configuration)))
            {
                return false;
            }

            header = isAv1 && !found ? configuration[Av1ConfigurationBytes..] : header;
            found = true;
        }

        return found;
    }

    /// <summary>Gets the content of the box whose type is at an offset; the length precedes the type.</summary>
    private static ReadOnlySpan<byte> GetBoxContent(ReadOnlySpan<byte> boxes, int name)
    {
        var length = name < 4 ? 0 : BinaryPrimitives.ReadUInt32BigEndian(boxes[(name - 4)..]);
        return boxes[(name + 4)..(int)Math.Clamp(name - 4 + length, name + 4, boxes.Length)];
    }

    private static int FindNext(ReadOnlySpan<byte> boxes)
    {
        var (av1, hevc) = (boxes.IndexOf(Av1Configuration), boxes.IndexOf(HevcConfiguration));
        return av1 < 0 || hevc < 0 ? Math.Max(av1, hevc) : Math.Min(av1, hevc);
    }

    private static bool IsGrayAv1(ReadOnlySpan<byte> configuration) =>
        configuration.Length >= Av1ConfigurationBytes && (configuration[2] & Av1MonochromeBit) != 0;

    private static bool IsGrayHevc(ReadOnlySpan<byte> configuration) =>
        configuration.Length > HevcChromaFormat && (configuration[HevcChromaFormat] & 3) == 0;
}
