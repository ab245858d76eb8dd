using System.Text.Json;
using System.Text.Json.Serialization;

namespace Reelmill.Pipelines.Items;

/// <summary>The facts about a probed video that the catalog stores, for status, reports and exports.</summary>
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
    /// <summary>The title of the video's web page; null for a file, and for a page without a title.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Title { get; init; }

    /// <summary>The first error that the decoder reported for a stream that it could still decode; null without errors.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Damage { get; init; }

    /// <summary>The assumptions made where the file's own metadata is incomplete; null when there were none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Remark { get; init; }

    /// <summary>Serializes the facts about a probed video.</summary>
    public static string ToJson(ProbedVideo probed)
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

    /// <summary>Reads the JSON that <see cref="ToJson"/> writes; null when there is none or it is malformed.</summary>
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

/// <summary>Source-generated serialization, which starts faster than reflection.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(MediaFacts))]
internal sealed partial class MediaFactsJson : JsonSerializerContext;
