using Reelmill.Media.Formats;
using Reelmill.Media.Formats.H264;
using Reelmill.Media.Formats.MpegTs;
using Reelmill.Media.Hls.Packaging;

namespace Reelmill.Media.Hls.Checking.Measuring;

/// <summary>Measures segments of MPEG-TS.</summary>
internal static class TsSegmentReader
{
    /// <summary>Measures a whole segment.</summary>
    /// <param name="bytes">The segment.</param>
    /// <param name="offset">The offset of the segment in its file.</param>
    /// <param name="nearbyTime">
    /// A timestamp near those of the segment, in seconds, to unwrap the 33-bit clock; null for the first segment.
    /// </param>
    /// <exception cref="BitstreamException">The segment is damaged.</exception>
    public static SegmentMedia Read(ReadOnlySpan<byte> bytes, long offset, double? nearbyTime)
    {
        var stream = TransportStream.Read(bytes);
        var video = stream.Streams.FirstOrDefault(static s => s.IsVideo);
        var packets = stream.Packets.Where(p => p.Pid == video.Pid && p.Presentation is not null).ToArray();
        if (stream.Streams.Count == 0)
        {
            throw new BitstreamException("the segment has no program tables (PAT, PMT)");
        }

        return new SegmentMedia(false, video.Type != 0 && packets.Length > 0 ? MeasureVideo(packets, video, offset, nearbyTime) : null, FindAudioCodec(stream))
        {
            Audio = MeasureAudio([.. stream.Packets.Where(p => p.Pid != video.Pid && p.IsSound && p.Presentation is not null)], nearbyTime),
        };
    }

    /// <summary>Returns why a byte range is not exactly one I-frame; null when it is one, as far as the byte range shows.</summary>
    /// <param name="range">The byte range, which need not contain the program tables.</param>
    /// <param name="isHevc">Whether the video is HEVC.</param>
    public static string? FindIFrameFault(ReadOnlySpan<byte> range, bool isHevc)
    {
        if (range.Length % TransportPacket.Size != 0)
        {
            return FormattableString.Invariant($"the byte range has {range.Length} bytes, not a multiple of the packet size {TransportPacket.Size}");
        }

        var frames = TransportStream.Read(range).Packets.Where(static p => p.IsVideo).ToArray();
        return frames switch
        {
            [] => "no frame begins in the byte range",
            [var only] => IsKeyframe(only, isHevc) ? null : "the frame is not an IDR frame",
            _ => FormattableString.Invariant($"the byte range covers {frames.Length} frames"),
        };
    }

    private static SegmentVideo MeasureVideo(PesPacket[] packets, ElementaryStream video, long offset, double? nearbyTime)
    {
        var last = (long)((nearbyTime ?? (double)packets[0].Presentation!.Value / PesPacket.Timescale) * PesPacket.Timescale);
        var (keyframes, start, end) = (new List<KeyframeLocation>(), long.MaxValue, long.MinValue);
        SequenceParameters? parameters = null;
        foreach (var packet in packets)
        {
            last = PesPacket.Unwrap(packet.Presentation!.Value, last);
            (start, end) = (Math.Min(start, last), Math.Max(end, last));
            if (IsKeyframe(packet, video.IsHevc))
            {
                keyframes.Add(new KeyframeLocation(Seconds(last), offset + packet.Offset, offset + packet.End));
                parameters ??= video.IsHevc ? null : ParseSequenceParameters(packet);
            }
        }

        var step = packets.Length > 1 ? (end - start) / (packets.Length - 1) : 0;
        var codec = parameters is null ? (video.IsHevc ? "hvc1" : "avc1") : $"avc1.{parameters.CodecSuffix}";
        return new SegmentVideo(codec, parameters, packets.Length, Seconds(start), Seconds(end + step), IsKeyframe(packets[0], video.IsHevc), keyframes);
    }

    private static StreamSpan? MeasureAudio(PesPacket[] packets, double? nearbyTime)
    {
        if (packets is not [{ Presentation: { } first }, ..])
        {
            return null;
        }

        var start = nearbyTime is { } seconds ? PesPacket.Unwrap(first, (long)(seconds * PesPacket.Timescale)) : first;
        var end = PesPacket.Unwrap(packets[^1].Presentation!.Value, start);
        return new StreamSpan(Seconds(start), Seconds(end) + AdtsHeader.SecondsOf(packets[^1].Payload.Span));
    }

    private static double Seconds(long ticks) => (double)ticks / PesPacket.Timescale;

    private static bool IsKeyframe(PesPacket packet, bool isHevc) =>
        NalUnit.SplitStartCodes(packet.Payload.Span).Find(u => u.IsPicture(isHevc)) is { Length: > 0 } picture && picture.IsKey(isHevc);

    private static SequenceParameters? ParseSequenceParameters(PesPacket packet)
    {
        var bytes = packet.Payload.Span;
        var unit = NalUnit.SplitStartCodes(bytes).Find(static u => u.Type == NalUnit.SequenceParameterSet);
        return unit.Length > 0 ? SequenceParameters.Parse(bytes.Slice(unit.Offset, unit.Length)) : null;
    }

    private static string? FindAudioCodec(TransportStream stream)
    {
        var audio = stream.Streams.FirstOrDefault(static s => s.IsAac);
        var header = stream.Packets.Where(p => audio.IsAac && p.Pid == audio.Pid).Select(static p => AdtsHeader.Read(p.Payload.Span)).FirstOrDefault();
        return header is null ? null : FormattableString.Invariant($"mp4a.40.{header.ObjectType}");
    }
}
