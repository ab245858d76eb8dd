namespace Reelmill.Vision.Images.Tensors;

/// <summary>One value per color channel.</summary>
/// <param name="R">The value for red.</param>
/// <param name="G">The value for green.</param>
/// <param name="B">The value for blue.</param>
public readonly record struct ColorValues(float R, float G, float B)
{
    /// <summary>Creates equal values for all channels.</summary>
    /// <param name="value">The value.</param>
    public static ColorValues All(float value) => new(value, value, value);
}
