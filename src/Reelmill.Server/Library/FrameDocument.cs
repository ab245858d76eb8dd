using System.Text.Json;
using System.Text.Json.Serialization;
using Reelmill.Library.Catalog;
using Reelmill.Pipelines.Mine;

namespace Reelmill.Server.Library;

/// <summary>A sampled frame, as the API returns it: its scores, the decision on it, and the URL of its image.</summary>
internal sealed record FrameDocument(
    long TimeMs,
    bool Kept,
    string? Rule,
    double? Score,
    double? Threshold,
    string? Twin,
    string? Image,
    int Width,
    int Height,
    double Sharpness,
    double Dark,
    double Bright,
    double Mean,
    double Contrast,
    double Information,
    double? Motion,
    IReadOnlyList<DetectionDocument>? Detections,
    JsonElement? Values)
{
    /// <summary>Describes a frame.</summary>
    /// <param name="frame">The frame.</param>
    /// <param name="isAvailable">Whether the source video is available, so that a frame without a file can still be decoded.</param>
    public static FrameDocument From(FrameRecord frame, bool isAvailable) => new(
        frame.TimeMs,
        frame.Kept,
        frame.Rule,
        frame.Score,
        frame.Threshold,
        frame.DuplicateOf,
        frame.Path is not null || frame.DroppedFile is not null || isAvailable ? LibraryUrls.FrameImage(frame.Video, frame.TimeMs) : null,
        frame.Width,
        frame.Height,
        frame.Sharpness,
        frame.Dark,
        frame.Bright,
        frame.Mean,
        frame.Contrast,
        frame.Information,
        frame.Motion,
        frame.Detections is { } json ? DetectionDocument.From(json) : null,
        frame.ShownValues is { } values ? JsonElement.Parse(values.ToString()) : null);
}

/// <summary>The frames of a video: one page, or all.</summary>
/// <param name="Frames">The frames, by time.</param>
/// <param name="Next">The cursor of the next page; null on the last page.</param>
internal sealed record FrameList(IEnumerable<FrameDocument> Frames, long? Next);

/// <summary>One detection in a frame. The box is in pixels of the frame.</summary>
internal sealed record DetectionDocument(
    [property: JsonPropertyName("class")] string Label, double Score, double X, double Y, double Width, double Height)
{
    public static IReadOnlyList<DetectionDocument> From(string json) =>
        [.. JsonSerializer.Deserialize(json, DetectionJson.Default.FrameDetections)!.Found.Select(static f => new DetectionDocument(f.Label, f.Score, f.X, f.Y, f.Width, f.Height))];
}
