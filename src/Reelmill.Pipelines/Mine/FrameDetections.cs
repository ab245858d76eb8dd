using Reelmill.Vision.Detection;

namespace Reelmill.Pipelines.Mine;

/// <summary>The detections of a frame.</summary>
/// <param name="Model">The name of the detection model.</param>
/// <param name="Covered">The share of the frame that the union of all boxes covers, 0 to 1.</param>
/// <param name="Found">The detected objects, highest score first.</param>
internal sealed record FrameDetections(string Model, double Covered, IReadOnlyList<DetectedObject> Found)
{
    private const int Digits = 4;

    public static FrameDetections Create(string model, IReadOnlyList<Detection> found, int width, int height) => new(
        model,
        Math.Round(DetectionCoverage.Compute(found, width, height), Digits),
        [.. found.Select(static d => new DetectedObject(d.Label, Round(d.Score, Digits), Round(d.Box.X), Round(d.Box.Y), Round(d.Box.Width), Round(d.Box.Height)))]);

    /// <summary>Rounds to a tenth of a pixel by default, which exceeds the precision of a model.</summary>
    private static double Round(float value, int digits = 1) => Math.Round(value, digits);
}

/// <summary>A detected object.</summary>
/// <param name="Label">The class of the object.</param>
/// <param name="Score">The confidence of the model, 0 to 1.</param>
/// <param name="X">The left edge of the box, in pixels of the frame.</param>
/// <param name="Y">The top edge of the box, in pixels.</param>
/// <param name="Width">The width of the box, in pixels.</param>
/// <param name="Height">The height of the box, in pixels.</param>
internal sealed record DetectedObject(string Label, double Score, double X, double Y, double Width, double Height);
