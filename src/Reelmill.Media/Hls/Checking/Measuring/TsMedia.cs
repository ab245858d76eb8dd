using Reelmill.Media.Formats;
using Reelmill.Media.Formats.H264;
using Reelmill.Media.Formats.MpegTs;
using Reelmill.Media.Hls.Packaging;

namespace Reelmill.Media.Hls.Checking.Measuring;

/// <summary>Looks into a segment of MPEG-TS.</summary>
internal static class TsMedia
{
    /// <summary>Looks into a whole segment.</summary>
    /// <param name="bytes">The segment.</param>
    /// <param name="origin">Where it begins in its file.</param>
    /// <param name="near">A time near which its own lie, in seconds; null for the first segment.</param>
    /// <exception cref="BitstreamException">It is damaged.</exception>
    public static SegmentMedia Read(ReadOnlySpan<byte> bytes, long origin, double? near)
    {
        var stream = TransportStream.Read(bytes);
        var video = stream.Streams.FirstOrDefault(static s => s.IsVideo);
        var packets = stream.Packets.Where(p => p.Pid == video.Pid && p.Pts is not null).ToArray();
        if (stream.Streams.Count == 0)
        {
            throw new BitstreamException("it has no program tables (PAT, PMT)");
        }

        return new SegmentMedia(false, video.Type != 0 && packets.Length > 0 ? Pictures(packets, video, origin, near) : null, AudioCodec(stream))
        {
            Sound = Sound([.. stream.Packets.Where(p => p.Pid != video.Pid && p.IsAudio && p.Pts is not null)], near),
        };
    }

    /// <summary>Says why a part of a segment is not exactly one key picture; null when it is, as far as the part tells.</summary>
    /// <param name="part">The part, which need not have the program tables.</param>
    /// <param name="isHevc">Whether its video is HEVC.</param>
    public static string? FaultOfPart(ReadOnlySpan<byte> part, bool isHevc)
    {
        if (part.Length % TransportPacket.Size != 0)
        {
            return FormattableString.Invariant($"it has {part.Length} bytes, which are no whole packets of {TransportPacket.Size}");
        }

        var pictures = TransportStream.Read(part).Packets.Where(static p => p.IsVideo).ToArray();
        return pictures switch
        {
            [] => "no picture begins in it",
            [var only] => IsKey(only, isHevc) ? null : "its picture is no IDR",
            _ => FormattableString.Invariant($"it covers {pictures.Length} pictures"),
        };
    }

    private static CodedFrameFacts Pictures(PesPacket[] packets, ElementaryStream video, long origin, double? near)
    {
        var last = (long)((near ?? (double)packets[0].Pts!.Value / PesPacket.Timescale) * PesPacket.Timescale);
        var (keys, start, end) = (new List<KeySpan>(), long.MaxValue, long.MinValue);
        SequenceParameterSet? parameters = null;
        foreach (var packet in packets)
        {
            last = PesPacket.Unwrap(packet.Pts!.Value, last);
            (start, end) = (Math.Min(start, last), Math.Max(end, last));
            if (IsKey(packet, video.IsHevc))
            {
                keys.Add(new KeySpan(Seconds(last), origin + packet.Offset, origin + packet.End));
                parameters ??= video.IsHevc ? null : ParametersOf(packet);
            }
        }

        var step = packets.Length > 1 ? (end - start) / (packets.Length - 1) : 0;
        var codec = parameters is null ? (video.IsHevc ? "hvc1" : "avc1") : $"avc1.{parameters.CodecSuffix}";
        return new CodedFrameFacts(codec, parameters, packets.Length, Seconds(start), Seconds(end + step), IsKey(packets[0], video.IsHevc), keys);
    }

    private static StreamSpan? Sound(PesPacket[] packets, double? near)
    {
        if (packets is not [{ Pts: { } first }, ..])
        {
            return null;
        }

        var start = near is { } seconds ? PesPacket.Unwrap(first, (long)(seconds * PesPacket.Timescale)) : first;
        var end = PesPacket.Unwrap(packets[^1].Pts!.Value, start);
        return new StreamSpan(Seconds(start), Seconds(end) + AdtsHeader.MeasureSeconds(packets[^1].Payload.Span));
    }

    private static double Seconds(long ticks) => (double)ticks / PesPacket.Timescale;

    private static bool IsKey(PesPacket packet, bool isHevc) =>
        NalUnit.SplitAnnexB(packet.Payload.Span).Find(u => u.IsVcl(isHevc)) is { Length: > 0 } picture && picture.IsRandomAccess(isHevc);

    private static SequenceParameterSet? ParametersOf(PesPacket packet)
    {
        var bytes = packet.Payload.Span;
        var unit = NalUnit.SplitAnnexB(bytes).Find(static u => u.Type == NalUnit.SpsType);
        return unit.Length > 0 ? SequenceParameterSet.Parse(bytes.Slice(unit.Offset, unit.Length)) : null;
    }

    private static string? AudioCodec(TransportStream stream)
    {
        var audio = stream.Streams.FirstOrDefault(static s => s.IsAac);
        var header = stream.Packets.Where(p => audio.IsAac && p.Pid == audio.Pid).Select(static p => AdtsHeader.Read(p.Payload.Span)).FirstOrDefault();
        return header is null ? null : FormattableString.Invariant($"mp4a.40.{header.ObjectType}");
    }
}
