namespace Reelmill.Vision.Images.Tensors;

/// <summary>One number for each colour.</summary>
/// <param name="R">Red's.</param>
/// <param name="G">Green's.</param>
/// <param name="B">Blue's.</param>
public readonly record struct ColorValues(float R, float G, float B)
{
    /// <summary>The same number for every colour.</summary>
    /// <param name="value">The number.</param>
    public static ColorValues All(float value) => new(value, value, value);
}
