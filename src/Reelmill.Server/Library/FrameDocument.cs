using System.Text.Json;
using System.Text.Json.Serialization;
using Reelmill.Library.Catalog;
using Reelmill.Pipelines.Mine;

namespace Reelmill.Server.Library;

/// <summary>A sampled frame, as the API shows it: what was measured, what was decided, and where its picture is.</summary>
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
    /// <param name="isAtHand">Whether its video is, so that a frame without a file has a picture too.</param>
    public static FrameDocument Of(FrameRecord frame, bool isAtHand) => new(
        frame.TimeMs,
        frame.Kept,
        frame.Rule,
        frame.Score,
        frame.Threshold,
        frame.DuplicateOf,
        frame.Path is not null || frame.DroppedFile is not null || isAtHand ? LibraryUrls.Picture(frame.Video, frame.TimeMs) : null,
        frame.Width,
        frame.Height,
        frame.Sharpness,
        frame.Dark,
        frame.Bright,
        frame.Mean,
        frame.Contrast,
        frame.Information,
        frame.Motion,
        frame.Detections is { } json ? DetectionDocument.Of(json) : null,
        frame.ShownValues is { } values ? JsonElement.Parse(values.ToString()) : null);
}

/// <summary>Frames of a video: a page of them, or all.</summary>
/// <param name="Frames">The frames, by time.</param>
/// <param name="Next">The cursor of the next page; null when there is none.</param>
internal sealed record FrameList(IEnumerable<FrameDocument> Frames, long? Next);

/// <summary>One thing that was found in a frame; its box is in pixels of the frame.</summary>
internal sealed record DetectionDocument(
    [property: JsonPropertyName("class")] string Label, double Score, double X, double Y, double Width, double Height)
{
    public static IReadOnlyList<DetectionDocument> Of(string json) =>
        [.. JsonSerializer.Deserialize(json, DetectionJson.Default.FrameDetections)!.Found.Select(static f => new DetectionDocument(f.Label, f.Score, f.X, f.Y, f.Width, f.Height))];
}
