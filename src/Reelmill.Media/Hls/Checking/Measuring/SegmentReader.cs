using Reelmill.Media.Formats;
using Reelmill.Media.Formats.Mp4;
using Reelmill.Media.Formats.MpegTs;

namespace Reelmill.Media.Hls.Checking.Measuring;

/// <summary>Detects the container of a clear segment and measures the segment.</summary>
internal static class SegmentReader
{
    /// <summary>Measures a whole segment.</summary>
    /// <param name="bytes">The segment, not encrypted.</param>
    /// <param name="offset">The offset of the segment in its file.</param>
    /// <param name="init">The initialization segment; null for none.</param>
    /// <param name="nearbyTime">A timestamp near those of the segment, in seconds, to unwrap 33-bit clocks; null for the first segment.</param>
    /// <exception cref="SegmentException">The content is not readable media, or is damaged.</exception>
    public static SegmentMedia Read(ReadOnlySpan<byte> bytes, long offset, MeasuredInitSegment? init, double? nearbyTime)
    {
        try
        {
            if (TransportPacket.Begins(bytes))
            {
                return TsSegmentReader.Read(bytes, offset, nearbyTime);
            }

            if (FragmentedSegment.Begins(bytes))
            {
                return Mp4SegmentReader.Read(bytes, offset, GetTracks(init));
            }

            return IsWebVtt(bytes) ? new SegmentMedia(false, null, null)
                : AdtsHeader.Read(SkipId3Tag(bytes)) is { } adts ? new SegmentMedia(false, null, FormattableString.Invariant($"mp4a.40.{adts.ObjectType}"))
                : throw new SegmentException(SegmentFaultKind.NotMedia, "the content is neither MPEG-TS (0x47 every 188 bytes), fragmented MP4 (styp, moof), AAC nor WebVTT; create the segment again");
        }
        catch (Exception e) when (e is Mp4Exception or BitstreamException)
        {
            throw new SegmentException(SegmentFaultKind.NotMedia, $"the segment is damaged: {e.Message}; create it again");
        }
    }

    /// <summary>Returns why a byte range is not exactly one I-frame; null when it is one.</summary>
    public static string? FindIFrameFault(ReadOnlySpan<byte> range, MeasuredInitSegment? init, bool isHevc)
    {
        try
        {
            return TransportPacket.Begins(range) ? TsSegmentReader.FindIFrameFault(range, isHevc)
                : FragmentedSegment.Begins(range) ? Mp4SegmentReader.FindIFrameFault(range, GetTracks(init))
                : "the byte range begins neither with a transport packet nor with a moof";
        }
        catch (Exception e) when (e is Mp4Exception or BitstreamException)
        {
            return e.Message;
        }
    }

    private static IReadOnlyList<Track> GetTracks(MeasuredInitSegment? init) => init is { Tracks.Count: > 0 }
        ? init.Tracks
        : throw new SegmentException(SegmentFaultKind.Map, "the segment is fragmented MP4 without a readable #EXT-X-MAP before it; name the initialization segment there");

    private static bool IsWebVtt(ReadOnlySpan<byte> bytes) => bytes.StartsWith("WEBVTT"u8) || bytes.StartsWith("\uFEFFWEBVTT"u8);

    /// <summary>Skips the ID3 timestamp tag at the start of packed audio (RFC 8216, 3.4).</summary>
    private static ReadOnlySpan<byte> SkipId3Tag(ReadOnlySpan<byte> bytes)
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
