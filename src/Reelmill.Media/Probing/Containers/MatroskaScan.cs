namespace Reelmill.Media.Probing.Containers;

/// <summary>Scans Matroska and WebM (RFC 9559) for encrypted tracks, and for a block in any cluster.</summary>
internal static class MatroskaScan
{
    private const long Segment = 0x18538067;
    private const long Tracks = 0x1654AE6B;
    private const long Cluster = 0x1F43B675;
    private const long SimpleBlock = 0xA3;
    private const long BlockGroup = 0xA0;
    private const long EncryptedBlock = 0xAF;
    private const long TrackEntry = 0xAE;
    private const long ContentEncodings = 0x6D80;
    private const long ContentEncoding = 0x6240;
    private const long ContentEncryption = 0x5035;
    private const long ContentEncodingType = 0x5033;
    private const int MaxTrackBytes = 16 << 20;
    private const int MaxElements = 1_000_000;

    public static ContainerFacts Read(ScannedFile file)
    {
        var (hasTracks, hasBlocks, at) = (false, false, 0L);
        for (var i = 0; i < MaxElements && at < file.Length && !(hasTracks && hasBlocks); i++)
        {
            if (EbmlElement.Read(file.Read(at, EbmlElement.MaxHeader)) is not { } element)
            {
                return default;
            }

            at += element.Header;
            if (element.Id == Tracks && element.Size is <= MaxTrackBytes)
            {
                hasTracks = true;
                if (IsEncrypted(file.Read(at, (int)element.Size)))
                {
                    return new ContainerFacts("Matroska content encryption", null);
                }
            }

            hasBlocks |= element.Id is SimpleBlock or BlockGroup or EncryptedBlock;

            // Clusters are entered until a block is found. An element of unknown size cannot be skipped, so it is entered too.
            at += element.Id == Segment || element.Size is null || (element.Id == Cluster && !hasBlocks) ? 0 : element.Size.Value;
        }

        return new ContainerFacts(null, !hasBlocks && at == file.Length ? false : null);
    }

    private static bool IsEncrypted(ReadOnlySpan<byte> elements)
    {
        while (EbmlElement.Read(elements) is { Size: { } size } element && size <= elements.Length - element.Header)
        {
            var body = elements.Slice(element.Header, (int)size);
            if (element.Id == ContentEncryption
                || (element.Id == ContentEncodingType && body is [.., 1])
                || (element.Id is TrackEntry or ContentEncodings or ContentEncoding && IsEncrypted(body)))
            {
                return true;
            }

            elements = elements[(element.Header + (int)size)..];
        }

        return false;
    }
}
