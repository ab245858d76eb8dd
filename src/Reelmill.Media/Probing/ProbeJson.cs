using System.Text.Json.Serialization;

namespace Reelmill.Media.Probing;

/// <summary>The output of ffprobe. Numbers that may be unknown are text.</summary>
internal sealed record ProbeJson(IReadOnlyList<ProbeJson.StreamJson>? Streams, ProbeJson.FormatJson? Format, IReadOnlyList<ProbeJson.PacketJson>? Packets)
{
    internal sealed record FormatJson(string? FormatName, string? StartTime, string? Duration, string? Size, string? BitRate);

    internal sealed record StreamJson
    {
        public int Index { get; init; }
        public string? CodecType { get; init; }
        public string? CodecName { get; init; }
        public string? CodecTagString { get; init; }
        public string? Profile { get; init; }
        public int Level { get; init; }
        public int Width { get; init; }
        public int Height { get; init; }
        public string? SampleAspectRatio { get; init; }
        public string? PixFmt { get; init; }
        public string? BitsPerRawSample { get; init; }
        public string? ColorRange { get; init; }
        public string? ColorSpace { get; init; }
        public string? ColorTransfer { get; init; }
        public string? ColorPrimaries { get; init; }
        public string? FieldOrder { get; init; }

        public int? HasBFrames { get; init; }
        public string? RFrameRate { get; init; }
        public string? AvgFrameRate { get; init; }
        public string? TimeBase { get; init; }
        public string? StartTime { get; init; }
        public string? Duration { get; init; }
        public string? BitRate { get; init; }
        public string? NbFrames { get; init; }
        public string? SampleRate { get; init; }
        public int Channels { get; init; }
        public string? ChannelLayout { get; init; }
        public DispositionJson? Disposition { get; init; }
        public TagsJson? Tags { get; init; }
        public IReadOnlyList<SideDataJson>? SideDataList { get; init; }
    }

    internal sealed record PacketJson(int StreamIndex, long? Pts, string? Flags);

    internal sealed record DispositionJson(int Default, int Forced, int AttachedPic);

    internal sealed record TagsJson(string? Language, string? EncKeyId);

    internal sealed record SideDataJson(string? Displaymatrix);
}

/// <summary>Generated deserialization of ffprobe's output. Reflection would add start-up time.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    NumberHandling = JsonNumberHandling.AllowReadingFromString)]
[JsonSerializable(typeof(ProbeJson))]
internal sealed partial class ProbeJsonContext : JsonSerializerContext;
