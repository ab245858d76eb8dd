namespace Reelmill.Vision.Quality;

/// <summary>What a frame's scores are held against. Changing these decides again without decoding again.</summary>
/// <remarks>
/// <para>Immutable, so safe to share between threads.</para>
/// <para>The defaults were chosen on 664 frames of 33 real videos, one a second. Sharpness: the frames that are truly
/// defocused measure 6 to 7, and sharp ones blurred by a Gaussian of 2 pixels (at 320) measure 10 or less in nine of
/// ten cases; sharp frames with little in them (two insects on black, a soft landscape, a face before a plain wall,
/// empty asphalt) start at 22. The often-seen 40 drops all of those, so the default lies in the gap. Contrast: fades
/// measure below 0.03, empty asphalt 0.04. Information: a line of text on black has 0.3 to 1.4 bits, two insects on
/// black 2.1.</para>
/// </remarks>
public sealed record QualityLimits
{
    /// <summary>A frame whose <see cref="FrameScores.Sharpness"/> is lower is <c>blurred</c>.</summary>
    /// <value>15 by default; 0 turns the rule off.</value>
    public double MinSharpness { get; init; } = 15;

    /// <summary>A frame whose <see cref="FrameScores.Dark"/> (P99 of luma) is lower is <c>too_dark</c>.</summary>
    /// <value>0.32 by default, in 0..1, as in cleanvision; 0 turns the rule off.</value>
    public double DarkBelow { get; init; } = 0.32;

    /// <summary>A frame whose <see cref="FrameScores.Bright"/> (P5 of luma) is higher is <c>too_bright</c>.</summary>
    /// <value>0.95 by default, in 0..1, as in cleanvision; 1 turns the rule off.</value>
    public double BrightAbove { get; init; } = 0.95;

    /// <summary>A frame whose <see cref="FrameScores.Contrast"/> is lower is <c>flat</c>.</summary>
    /// <value>0.03 by default, in 0..0.5; 0 turns the rule off.</value>
    public double MinContrast { get; init; } = 0.03;

    /// <summary>A frame whose <see cref="FrameScores.Information"/> is lower is <c>flat</c>.</summary>
    /// <value>1.5 bits by default, in 0..8; 0 turns the rule off.</value>
    public double MinInformation { get; init; } = 1.5;

    /// <summary>Two frames whose hashes differ in at most so many bits are duplicates.</summary>
    /// <value>5 by default, in 0..16, as measured by imagededup.</value>
    public int MaxDistance { get; init; } = 5;

    /// <summary>Throws when a limit is outside its range; called when a pipeline is built.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Names the limit, its range and its value.</exception>
    public void Validate()
    {
        Check(nameof(MinSharpness), MinSharpness, 0, 1_000_000);
        Check(nameof(DarkBelow), DarkBelow, 0, 1);
        Check(nameof(BrightAbove), BrightAbove, 0, 1);
        Check(nameof(MinContrast), MinContrast, 0, 0.5);
        Check(nameof(MinInformation), MinInformation, 0, 8);
        Check(nameof(MaxDistance), MaxDistance, 0, Duplicates.HashIndex.LargestDistance);
    }

    private static void Check(string name, double value, double least, double most)
    {
        if (!(value >= least && value <= most))
        {
            throw new ArgumentOutOfRangeException(name, value, $"{name} must be {least}..{most}.");
        }
    }
}
