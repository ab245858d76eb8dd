using System.Globalization;
using System.Text.Json;
using Reelmill.Library.Catalog;
using Reelmill.Library.Catalog.Ownership;

namespace Reelmill.Library.Repair;

/// <summary>Restores frame records, without scores, from a manifest or from frame files.</summary>
internal static class RestoredFrame
{
    /// <summary>Parses one line of a manifest; null when the line is invalid.</summary>
    public static (string Source, FrameRecord Frame)? Parse(string line)
    {
        try
        {
            using var document = JsonDocument.Parse(line);
            var json = document.RootElement;
            var frame = CreateUnscored(json.GetProperty("video").GetString()!, json.GetProperty("timeMs").GetInt64()) with
            {
                Hash = ulong.Parse(json.GetProperty("hash").GetString()!, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture),
                Kept = json.GetProperty("kept").GetBoolean(),
                Rule = json.GetProperty("rule").GetString(),
                Score = ReadNumber(json.GetProperty("score")),
                Threshold = ReadNumber(json.GetProperty("threshold")),
                DuplicateOf = json.GetProperty("twin").GetString(),
                Path = json.GetProperty("path").GetString(),
                Sha256 = json.GetProperty("sha256").GetString(),
                Values = json.TryGetProperty("values", out var values) ? new FrameValues(FrameValues.Read(values)) : null,
            };
            var isInLibrary = ArtifactPattern.IsId(frame.Video) && (frame.Path is null || frame.Path == GetPath(frame.Video, frame.TimeMs));
            return isInLibrary && json.GetProperty("source").GetString() is { Length: > 0 } source ? (source, frame) : null;
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException or OverflowException or ArgumentException)
        {
            return null;
        }
    }

    /// <summary>Creates the record of a kept frame of which only the file is left.</summary>
    public static FrameRecord FromFile(string video, long timeMs, Artifact file) =>
        CreateUnscored(video, timeMs) with { Kept = true, Path = file.Path, Sha256 = file.Sha256, Bytes = file.Bytes };

    private static FrameRecord CreateUnscored(string video, long timeMs) => new()
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

    private static string GetPath(string video, long timeMs) => $"{LibraryLayout.Frames}/{video}/{LibraryLayout.FrameName(timeMs)}";

    private static double? ReadNumber(JsonElement value) => value.ValueKind == JsonValueKind.Null ? null : value.GetDouble();
}
