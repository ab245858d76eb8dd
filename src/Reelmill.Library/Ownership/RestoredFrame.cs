using System.Globalization;
using System.Text.Json;
using Reelmill.Library.Artifacts;
using Reelmill.Library.Catalog;

namespace Reelmill.Library.Ownership;

/// <summary>A frame as the manifest or its file tells it: all but its scores.</summary>
internal static class RestoredFrame
{
    /// <summary>Reads one line of a manifest; null when it is none.</summary>
    public static (string Source, FrameRecord Frame)? Parse(string line)
    {
        try
        {
            using var document = JsonDocument.Parse(line);
            var json = document.RootElement;
            var frame = Empty(json.GetProperty("video").GetString()!, json.GetProperty("timeMs").GetInt64()) with
            {
                Hash = ulong.Parse(json.GetProperty("hash").GetString()!, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture),
                Kept = json.GetProperty("kept").GetBoolean(),
                Rule = json.GetProperty("rule").GetString(),
                Score = Number(json.GetProperty("score")),
                Threshold = Number(json.GetProperty("threshold")),
                Twin = json.GetProperty("twin").GetString(),
                Path = json.GetProperty("path").GetString(),
                Sha256 = json.GetProperty("sha256").GetString(),
                Values = json.TryGetProperty("values", out var values) ? new FrameValues(FrameValues.Read(values)) : null,
            };
            var isOwn = ArtifactShape.IsId(frame.Video) && (frame.Path is null || frame.Path == PathOf(frame.Video, frame.TimeMs));
            return isOwn && json.GetProperty("source").GetString() is { Length: > 0 } source ? (source, frame) : null;
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException or OverflowException or ArgumentException)
        {
            return null;
        }
    }

    /// <summary>A kept frame of which there is its file and nothing else.</summary>
    public static FrameRecord Of(string video, long timeMs, Artifact file) =>
        Empty(video, timeMs) with { Kept = true, Path = file.Path, Sha256 = file.Sha256, Bytes = file.Bytes };

    private static FrameRecord Empty(string video, long timeMs) => new()
    {
        Video = video,
        TimeMs = timeMs,
        Width = 0,
        Height = 0,
        Sharpness = FrameRecord.Unscored,
        Dark = 0,
        Bright = 0,
        Mean = 0,
        Contrast = 0,
        Information = 0,
        Hash = 0,
        Kept = false,
    };

    private static string PathOf(string video, long timeMs) => $"{LibraryLayout.Frames}/{video}/{LibraryLayout.FrameName(timeMs)}";

    private static double? Number(JsonElement value) => value.ValueKind == JsonValueKind.Null ? null : value.GetDouble();
}
