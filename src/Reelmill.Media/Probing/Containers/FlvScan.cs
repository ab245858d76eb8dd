namespace Reelmill.Media.Probing.Containers;

/// <summary>Scans FLV for tags marked as encrypted, and for a tag that holds more than a codec configuration.</summary>
internal static class FlvScan
{
    private const int TagHeader = 11;
    private const int Trailer = 4;
    private const int MaxTags = 10_000;
    private const int Encrypted = 0x20;
    private const int Audio = 8;
    private const int Video = 9;

    public static ContainerFacts Read(ScannedFile file)
    {
        if (file.Read(0, 9) is not [_, _, _, _, _, _, _, _, var headerBytes])
        {
            return default;
        }

        long at = headerBytes + Trailer;
        for (var i = 0; i < MaxTags && at + TagHeader < file.Length; i++)
        {
            var tag = file.Read(at, TagHeader + 2);
            var size = (tag[1] << 16) | (tag[2] << 8) | tag[3];
            var kind = tag[0] & 0x1F;
            if (kind is Audio or Video)
            {
                if ((tag[0] & Encrypted) != 0)
                {
                    return new ContainerFacts("FLV encryption", null);
                }

                if (size > 0 && !IsConfiguration(kind, tag.AsSpan(TagHeader)))
                {
                    return default;
                }
            }

            at += TagHeader + size + Trailer;
        }

        return new ContainerFacts(null, at + TagHeader >= file.Length ? false : null);
    }

    /// <summary>Whether a tag's body is a codec configuration. H.264 (7) and AAC (10) send one first, marked by a 0 after the codec.</summary>
    private static bool IsConfiguration(int kind, ReadOnlySpan<byte> body) =>
        body is [var codec, 0, ..] && (kind == Video ? (codec & 0x0F) == 7 : codec >> 4 == 10);
}
