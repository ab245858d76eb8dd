using System.Text.Json;
using Reelmill.Core;
using Reelmill.Media.Formats;

namespace Reelmill.Media.Probing;

/// <summary>Converts ffprobe's JSON output to <see cref="MediaInfo"/>.</summary>
internal static class ProbeReader
{
    /// <summary>The entries to request. Others cost time and may contain anything.</summary>
    public const string Entries =
        "format=format_name,start_time,duration,size,bit_rate" +
        ":stream=index,codec_type,codec_name,codec_tag_string,profile,level,width,height,sample_aspect_ratio,pix_fmt," +
        "bits_per_raw_sample,color_range,field_order,has_b_frames,color_space,color_transfer,color_primaries,r_frame_rate,avg_frame_rate," +
        "time_base,start_time,duration,bit_rate,nb_frames,sample_rate,channels,channel_layout" +
        ":stream_disposition=default,forced,attached_pic" +
        ":stream_tags=language,enc_key_id" +
        ":stream_side_data=displaymatrix" +
        ":packet=stream_index,pts,flags";

    /// <summary>
    /// The packets to read: the first 128. They show whether there are any, and whether timestamps and keyframe flags are
    /// meaningful. The header's packets include them.
    /// </summary>
    public const string Interval = "%+#128";

    /// <summary>Parses the output for one file.</summary>
    /// <exception cref="ItemException"><c>not_media</c>: the output is invalid or has no stream.</exception>
    public static MediaInfo Read(string path, ReadOnlySpan<byte> json)
    {
        var answer = Parse(path, json);
        if (answer.Format is not { } format || answer.Streams is not { Count: > 0 } streams)
        {
            throw ProbeFailure.NotMedia(path, "the file has no streams");
        }

        return new MediaInfo
        {
            Path = path,
            FormatNames = format.FormatName?.Split(',') ?? [],
            StartTime = ProbeValues.Time(format.StartTime),
            Duration = ProbeValues.Duration(format.Duration),
            SizeBytes = ProbeValues.Count(format.Size) ?? 0,
            BitRate = ProbeValues.Count(format.BitRate),
            IsEmpty = answer.Packets is { Count: 0 },
            Streams = [.. streams.Select(s => Stream(s, [.. answer.Packets?.Where(p => p.StreamIndex == s.Index) ?? []]))],
        };
    }

    private static ProbeJson Parse(string path, ReadOnlySpan<byte> json)
    {
        try
        {
            return JsonSerializer.Deserialize(json, ProbeJsonContext.Default.ProbeJson) ?? throw new JsonException("null");
        }
        catch (JsonException e)
        {
            throw ProbeFailure.NotMedia(path, "ffprobe's output is not valid JSON", e);
        }
    }

    private static MediaStream Stream(ProbeJson.StreamJson json, ProbeJson.PacketJson[] first) => json.CodecType switch
    {
        "video" => Common(Video(json, first), json),
        "audio" => Common(Audio(json), json),
        "subtitle" => Common(new SubtitleStream { Index = json.Index, Disposition = Disposition(json) }, json),
        _ => Common(new OtherStream { Index = json.Index, Disposition = Disposition(json), Kind = json.CodecType }, json),
    };

    private static MediaStream Common(MediaStream stream, ProbeJson.StreamJson json) => stream with
    {
        Codec = ProbeValues.Name(json.CodecName),
        CodecTag = ProbeValues.Tag(json.CodecTagString),
        Profile = ProbeValues.Name(json.Profile),
        TimeBase = ProbeValues.Ratio(json.TimeBase) ?? default,
        StartTime = ProbeValues.Time(json.StartTime),
        Duration = ProbeValues.Duration(json.Duration),
        BitRate = ProbeValues.Count(json.BitRate),
        Language = ProbeValues.Name(json.Tags?.Language),
        IsEncrypted = json.Tags?.EncKeyId is not null || json.CodecTagString is "encv" or "enca" or "drmi" or "drms",
    };

    private static VideoStream Video(ProbeJson.StreamJson json, ProbeJson.PacketJson[] first) => new()
    {
        Index = json.Index,
        Disposition = Disposition(json),
        Width = Math.Max(0, json.Width),
        Height = Math.Max(0, json.Height),
        SampleAspectRatio = ProbeValues.Ratio(json.SampleAspectRatio) ?? new Rational(1, 1),
        Orientation = ProbeValues.Orientation(json.SideDataList?.FirstOrDefault(static data => data.Displaymatrix is not null)?.Displaymatrix),
        PixelFormat = ProbeValues.Name(json.PixFmt),
        BitDepth = PixelFormats.ParseBitDepth(ProbeValues.Name(json.PixFmt)) ?? (int?)ProbeValues.Count(json.BitsPerRawSample),
        ColorRange = ProbeValues.Range(json.ColorRange),
        ColorMatrix = ProbeValues.Name(json.ColorSpace),
        ColorPrimaries = ProbeValues.Name(json.ColorPrimaries),
        ColorTransfer = ProbeValues.Name(json.ColorTransfer),
        Level = json.Level is > 0 and var level ? level : null,
        IsReordered = json.HasBFrames > 0,
        SeemsToLackPts = json.HasBFrames > 0 && FirstPackets.SeemToLackPts(json.CodecName, first),
        MarksKeyframes = FirstPackets.MarkKeyframes(json.CodecName, first),
        IsInterlaced = json.FieldOrder is "tt" or "bb" or "tb" or "bt",
        AverageFrameRate = ProbeValues.Ratio(json.AvgFrameRate),
        RealFrameRate = ProbeValues.Ratio(json.RFrameRate),
        FrameCount = ProbeValues.Count(json.NbFrames),
    };

    private static AudioStream Audio(ProbeJson.StreamJson json) => new()
    {
        Index = json.Index,
        Disposition = Disposition(json),
        SampleRate = (int)Math.Min(ProbeValues.Count(json.SampleRate) ?? 0, int.MaxValue),
        Channels = Math.Max(0, json.Channels),
        ChannelLayout = ProbeValues.Name(json.ChannelLayout),
    };

    private static StreamDisposition Disposition(ProbeJson.StreamJson json) =>
        new(json.Disposition?.Default == 1, json.Disposition?.Forced == 1, json.Disposition?.AttachedPic == 1);
}
