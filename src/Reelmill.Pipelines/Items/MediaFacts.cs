using System.Text.Json;
using System.Text.Json.Serialization;

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
    /// <summary>What its page calls it; null for a file, and for a page without a title.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Title { get; init; }

    /// <summary>The first thing that the decoder found wrong with a stream that was decoded all the same; null when nothing is.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Damage { get; init; }

    /// <summary>What was assumed of the video, since the file does not say it; null when nothing was.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Remark { get; init; }

    public static string JsonOf(ProbedVideo probed)
    {
        var (media, fetched) = (probed.Media, probed.Identified.Fetched);
        var video = media.RequireVideo();
        var facts = new MediaFacts(
            string.Join(',', media.FormatNames), media.Duration?.TotalSeconds, video.Codec, video.DisplayWidth, video.DisplayHeight, video.Orientation.Rotation,
            video.AverageFrameRate?.ToString(), video.IsVariableFrameRate, video.IsHdr, media.PrimaryAudio?.Codec, media.SizeBytes)
        {
            Title = fetched.File.Title,
            Damage = fetched.Item.Workspace.Damage,
            Remark = fetched.Item.Workspace.Remark,
        };
        return JsonSerializer.Serialize(facts, MediaFactsJson.Default.MediaFacts);
    }

    /// <summary>Reads what <see cref="JsonOf"/> wrote; null when there is nothing, or nothing that can be read.</summary>
    public static MediaFacts? Read(string? json)
    {
        try
        {
            return json is null ? null : JsonSerializer.Deserialize(json, MediaFactsJson.Default.MediaFacts);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

/// <summary>Generated serialisation, which starts faster than reflection.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(MediaFacts))]
internal sealed partial class MediaFactsJson : JsonSerializerContext;
