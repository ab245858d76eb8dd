using Reelmill.Vision.Detection;

namespace Reelmill.Pipelines.Mine;

/// <summary>What was found in a frame.</summary>
/// <param name="Model">The name of the model.</param>
/// <param name="Covered">The share of the picture that all boxes cover together, 0 to 1.</param>
/// <param name="Found">What was found, the surest first.</param>
internal sealed record FrameDetections(string Model, double Covered, IReadOnlyList<FoundThing> Found)
{
    private const int Digits = 4;

    public static FrameDetections Of(string model, IReadOnlyList<Detection> found, int width, int height) => new(
        model,
        Math.Round(DetectionCoverage.Compute(found, width, height), Digits),
        [.. found.Select(static d => new FoundThing(d.Label, Rounded(d.Score, Digits), Rounded(d.Box.X), Rounded(d.Box.Y), Rounded(d.Box.Width), Rounded(d.Box.Height)))]);

    /// <summary>A tenth of a pixel is more than a model knows.</summary>
    private static double Rounded(float value, int digits = 1) => Math.Round(value, digits);
}

/// <summary>One thing that was found.</summary>
/// <param name="Label">What it is.</param>
/// <param name="Score">How sure the model is, 0 to 1.</param>
/// <param name="X">The left edge of its box, in pixels of the frame.</param>
/// <param name="Y">The top edge.</param>
/// <param name="Width">The width.</param>
/// <param name="Height">The height.</param>
internal sealed record FoundThing(string Label, double Score, double X, double Y, double Width, double Height);
