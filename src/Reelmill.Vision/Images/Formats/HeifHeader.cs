namespace Reelmill.Vision.Images.Formats;

/// <summary>Reads what a HEIF file (AVIF, HEIC; ISO/IEC 23008-12) says of its primary item: how it is coded, turned and mirrored.</summary>
internal static class HeifHeader
{
    private const uint Av1 = 0x61763031;
    private const uint Hevc = 0x68766331;
    private const uint Grid = 0x67726964;
    private const uint Rotation = 0x69726F74;
    private const uint Mirror = 0x696D6972;
    private const uint CleanAperture = 0x636C6170;

    public static ImageHeader? Read(ReadOnlySpan<byte> file)
    {
        var type = BoxReader.Find(file, "ftyp"u8);
        if (!IsImage(type))
        {
            return null;
        }

        var isAvif = Names(type, "avif"u8) || Names(type, "avis"u8);
        var header = ImageHeader.Of(isAvif ? "AVIF" : "HEIC", "mov");
        var meta = BoxReader.Find(file, "meta"u8);
        return meta.Length < 4 ? header with { Unsupported = isAvif ? null : header.Format } : Read(meta[4..], header);
    }

    private static ImageHeader Read(ReadOnlySpan<byte> meta, ImageHeader header)
    {
        var primary = HeifItems.Primary(meta);
        var unsupported = HeifItems.TypeOf(meta, primary) switch
        {
            Av1 => null,
            null when header.Format == "AVIF" => null,
            Hevc or null => "HEIC",
            Grid => $"{header.Format} made of tiles",
            _ => $"{header.Format} that is not coded as one AV1 image",
        };
        var orientation = ExifOrientation.Upright;
        foreach (var (name, content) in HeifItems.PropertiesOf(meta, primary))
        {
            switch (name)
            {
                case Rotation when content.Length > 0:
                    orientation = Turns.Then(orientation, Turns.Counterclockwise(content[0] & 3));
                    break;
                case Mirror when content.Length > 0:
                    orientation = Turns.Then(orientation, (content[0] & 1) == 0 ? Turns.UpsideDown : Turns.LeftToRight);
                    break;
                case CleanAperture:
                    unsupported ??= $"{header.Format} with a crop (clap)";
                    break;
            }
        }

        return header with { Orientation = orientation, Unsupported = unsupported };
    }

    // Videos begin with a box of the same name; they are no images.
    private static bool IsImage(ReadOnlySpan<byte> type) =>
        Names(type, "avif"u8) || Names(type, "avis"u8) || Names(type, "mif1"u8) || Names(type, "msf1"u8) || Names(type, "heic"u8)
        || Names(type, "heix"u8) || Names(type, "heim"u8) || Names(type, "heis"u8) || Names(type, "hevc"u8) || Names(type, "hevx"u8);

    private static bool Names(ReadOnlySpan<byte> type, ReadOnlySpan<byte> brand)
    {
        for (var at = 0; at + 4 <= type.Length; at += 4)
        {
            // The four bytes after the main brand are its version.
            if (at != 4 && type[at..].StartsWith(brand))
            {
                return true;
            }
        }

        return false;
    }
}
