namespace Reelmill.Vision.Quality;

/// <summary>The quality rules: decide from the scores of a frame whether to keep it.</summary>
/// <remarks>Pure and thread-safe. The rule names are stable, because they are stored with every decision.</remarks>
public static class QualityRules
{
    /// <summary>The P99 of luma is low: even the brightest pixels are dark.</summary>
    public const string TooDark = "too_dark";

    /// <summary>The P5 of luma is high: even the darkest pixels are bright.</summary>
    public const string TooBright = "too_bright";

    /// <summary>Contrast or entropy is low: fades, title cards, test colors.</summary>
    public const string Flat = "flat";

    /// <summary>The variance of the Laplacian is low: defocus or motion blur.</summary>
    public const string Blurred = "blurred";

    /// <summary>Compares scores with limits and returns the first violated rule, in the order dark, bright, flat, blurred.</summary>
    /// <param name="scores">The scores of the frame.</param>
    /// <param name="limits">The limits, which are not validated here.</param>
    /// <returns>The violated rule; null when the frame passes.</returns>
    public static Verdict? Evaluate(in FrameScores scores, QualityLimits limits)
    {
        if (scores.Dark < limits.DarkBelow)
        {
            return new Verdict(TooDark, scores.Dark, limits.DarkBelow);
        }

        if (scores.Bright > limits.BrightAbove)
        {
            return new Verdict(TooBright, scores.Bright, limits.BrightAbove);
        }

        if (scores.Contrast < limits.MinContrast)
        {
            return new Verdict(Flat, scores.Contrast, limits.MinContrast);
        }

        if (scores.Information < limits.MinInformation)
        {
            return new Verdict(Flat, scores.Information, limits.MinInformation);
        }

        return scores.Sharpness < limits.MinSharpness
            ? new Verdict(Blurred, scores.Sharpness, limits.MinSharpness)
            : null;
    }
}
