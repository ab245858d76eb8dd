using System.Text.Json;
using System.Text.Json.Serialization;
using Reelmill.Media.Probing;

namespace Reelmill.Pipelines.Items;

/// <summary>What the catalog keeps of a probed video, for status, reports and exports.</summary>
internal sealed record MediaFacts(
    string Container,
    double? DurationSeconds,
    string? Codec,
    int Width,
    int Height,
    int Rotation,
    string? FrameRate,
    bool VariableFrameRate,
    bool Hdr,
    string? AudioCodec,
    long Bytes)
{
    public static string JsonOf(MediaInfo media)
    {
        var video = media.RequireVideo();
        var facts = new MediaFacts(
            string.Join(',', media.FormatNames), media.Duration?.TotalSeconds, video.Codec, video.DisplayWidth, video.DisplayHeight, video.Rotation,
            video.AverageFrameRate?.ToString(), video.IsVariableFrameRate, video.IsHdr, media.PrimaryAudio?.Codec, media.SizeBytes);
        return JsonSerializer.Serialize(facts, MediaFactsJson.Default.MediaFacts);
    }
}

/// <summary>Generated serialisation, which starts faster than reflection.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(MediaFacts))]
internal sealed partial class MediaFactsJson : JsonSerializerContext;
