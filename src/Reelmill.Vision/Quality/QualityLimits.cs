namespace Reelmill.Vision.Quality;

/// <summary>The thresholds for the scores of a frame. New thresholds apply to stored scores without decoding.</summary>
/// <remarks>
/// <para>Immutable, so safe to share between threads.</para>
/// <para>The defaults are based on 664 frames of 33 real videos, sampled once per second. Sharpness: defocused frames have 6
/// to 7. Sharp frames blurred by a Gaussian of 2 pixels (at 320) have 10 or less in nine of ten cases. Sharp frames with
/// little detail (two insects on black, a soft landscape, a face before a plain wall, empty asphalt) start at 22. The
/// common threshold of 40 would drop all of those, so the default lies in the gap. Contrast: fades have less than 0.03,
/// empty asphalt 0.04. Entropy: a line of text on black has 0.3 to 1.4 bits, two insects on black 2.1.</para>
/// </remarks>
public sealed record QualityLimits
{
    /// <summary>A frame whose <see cref="FrameScores.Sharpness"/> (variance of the Laplacian) is lower is <c>blurred</c>.</summary>
    /// <value>15 by default; 0 disables the rule.</value>
    public double MinSharpness { get; init; } = 15;

    /// <summary>A frame whose <see cref="FrameScores.Dark"/> (P99 of luma) is lower is <c>too_dark</c>.</summary>
    /// <value>0.32 by default, in 0..1, as in cleanvision; 0 disables the rule.</value>
    public double DarkBelow { get; init; } = 0.32;

    /// <summary>A frame whose <see cref="FrameScores.Bright"/> (P5 of luma) is higher is <c>too_bright</c>.</summary>
    /// <value>0.95 by default, in 0..1, as in cleanvision; 1 disables the rule.</value>
    public double BrightAbove { get; init; } = 0.95;

    /// <summary>A frame whose <see cref="FrameScores.Contrast"/> (standard deviation of luma) is lower is <c>flat</c>.</summary>
    /// <value>0.03 by default, in 0..0.5; 0 disables the rule.</value>
    public double MinContrast { get; init; } = 0.03;

    /// <summary>A frame whose <see cref="FrameScores.Information"/> (entropy of luma) is lower is <c>flat</c>.</summary>
    /// <value>1.5 bits by default, in 0..8; 0 disables the rule.</value>
    public double MinInformation { get; init; } = 1.5;

    /// <summary>The largest Hamming distance between the perceptual hashes of duplicates.</summary>
    /// <value>5 bits by default, in 0..16, as measured by imagededup.</value>
    public int MaxDistance { get; init; } = 5;

    /// <summary>Throws when a limit is out of range. Called when a pipeline is built.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A limit is out of range; the message contains its name, range and value.</exception>
    public void Validate()
    {
        Check(nameof(MinSharpness), MinSharpness, 0, 1_000_000);
        Check(nameof(DarkBelow), DarkBelow, 0, 1);
        Check(nameof(BrightAbove), BrightAbove, 0, 1);
        Check(nameof(MinContrast), MinContrast, 0, 0.5);
        Check(nameof(MinInformation), MinInformation, 0, 8);
        Check(nameof(MaxDistance), MaxDistance, 0, Duplicates.HashIndex.MaxSupportedDistance);
    }

    private static void Check(string name, double value, double min, double max)
    {
        if (!(value >= min && value <= max))
        {
            throw new ArgumentOutOfRangeException(name, value, $"{name} must be {min}..{max}.");
        }
    }
}
