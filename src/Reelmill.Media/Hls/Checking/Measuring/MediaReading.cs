using Reelmill.Media.Formats;
using Reelmill.Media.Formats.Mp4;
using Reelmill.Media.Formats.MpegTs;

namespace Reelmill.Media.Hls.Checking.Measuring;

/// <summary>Tells what a segment in the clear is, and looks into it.</summary>
internal static class MediaReading
{
    /// <summary>Looks into a whole segment.</summary>
    /// <param name="bytes">The segment in the clear.</param>
    /// <param name="origin">Where it begins in its file.</param>
    /// <param name="init">What is read before it; null for nothing.</param>
    /// <param name="near">A time near which its own lie, in seconds; null for the first segment.</param>
    /// <exception cref="FaultException">It is no media, or damaged.</exception>
    public static SegmentMedia Read(ReadOnlySpan<byte> bytes, long origin, InitFacts? init, double? near)
    {
        try
        {
            if (TransportPacket.HasSignature(bytes))
            {
                return TsMedia.Read(bytes, origin, near);
            }

            if (FragmentedSegment.HasSignature(bytes))
            {
                return Mp4Media.Read(bytes, origin, TracksOf(init));
            }

            return IsText(bytes) ? new SegmentMedia(false, null, null)
                : AdtsHeader.Read(AfterTags(bytes)) is { } adts ? new SegmentMedia(false, null, FormattableString.Invariant($"mp4a.40.{adts.ObjectType}"))
                : throw new FaultException(FaultKind.NotMedia, "it is neither MPEG-TS (0x47 every 188 bytes), nor fragmented MP4 (styp, moof), nor AAC, nor WebVTT; make it again");
        }
        catch (Exception e) when (e is Mp4Exception or BitstreamException)
        {
            throw new FaultException(FaultKind.NotMedia, $"it is damaged: {e.Message}; make it again");
        }
    }

    /// <summary>Says why a part of a segment is not exactly one key picture; null when it is.</summary>
    public static string? FaultOfPart(ReadOnlySpan<byte> part, InitFacts? init, bool isHevc)
    {
        try
        {
            return TransportPacket.HasSignature(part) ? TsMedia.FaultOfPart(part, isHevc)
                : FragmentedSegment.HasSignature(part) ? Mp4Media.FaultOfPart(part, TracksOf(init))
                : "it begins neither with a transport packet nor with a moof";
        }
        catch (Exception e) when (e is Mp4Exception or BitstreamException)
        {
            return e.Message;
        }
    }

    private static IReadOnlyList<Track> TracksOf(InitFacts? init) => init is { Tracks.Count: > 0 }
        ? init.Tracks
        : throw new FaultException(FaultKind.Map, "it is fragmented MP4, and no #EXT-X-MAP that can be read stands before it; name the initialisation segment there");

    private static bool IsText(ReadOnlySpan<byte> bytes) => bytes.StartsWith("WEBVTT"u8) || bytes.StartsWith("\uFEFFWEBVTT"u8);

    /// <summary>Skips the ID3 tag with the time, with which packed audio begins (RFC 8216, 3.4).</summary>
    private static ReadOnlySpan<byte> AfterTags(ReadOnlySpan<byte> bytes)
    {
        const int Header = 10;
        if (bytes.Length < Header || !bytes.StartsWith("ID3"u8))
        {
            return bytes;
        }

        var size = (bytes[6] << 21) | (bytes[7] << 14) | (bytes[8] << 7) | bytes[9];
        return size >= 0 && Header + size <= bytes.Length ? bytes[(Header + size)..] : default;
    }
}
