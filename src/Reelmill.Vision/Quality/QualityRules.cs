namespace Reelmill.Vision.Quality;

/// <summary>Decides from a frame's scores whether it is worth keeping.</summary>
/// <remarks>Pure and thread-safe. The names are stable: they are stored with every decision.</remarks>
public static class QualityRules
{
    /// <summary>Even the brightest parts are dark.</summary>
    public const string TooDark = "too_dark";

    /// <summary>Even the darkest parts are bright.</summary>
    public const string TooBright = "too_bright";

    /// <summary>Too little contrast or information: fades, title cards, test colours.</summary>
    public const string Flat = "flat";

    /// <summary>Too little fine detail: defocus or motion blur.</summary>
    public const string Blurred = "blurred";

    /// <summary>Holds scores against limits; the first rule that fails decides, in the order dark, bright, flat, blurred.</summary>
    /// <param name="scores">What was measured.</param>
    /// <param name="limits">What it is held against; not validated here.</param>
    /// <returns>Null when the frame passes.</returns>
    public static Verdict? Judge(in FrameScores scores, QualityLimits limits)
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
