namespace Reelmill.Vision.Images.Tensors;

/// <summary>A rectangle, in pixels from the top left corner of a picture.</summary>
/// <param name="X">Its left edge.</param>
/// <param name="Y">Its top edge.</param>
/// <param name="Width">Its width, from 0.</param>
/// <param name="Height">Its height, from 0.</param>
public readonly record struct Box(float X, float Y, float Width, float Height)
{
    /// <summary>Its area in pixels.</summary>
    public float Area => Width * Height;

    /// <summary>The box around a centre.</summary>
    internal static Box Around(float x, float y, float width, float height) => new(x - (width / 2), y - (height / 2), width, height);

    /// <summary>The box between two corners.</summary>
    internal static Box Between(float left, float top, float right, float bottom) => new(left, top, right - left, bottom - top);

    /// <summary>The area of what two boxes share by the area of what they cover together: 0..1.</summary>
    internal float Overlap(Box other)
    {
        var width = Math.Min(X + Width, other.X + other.Width) - Math.Max(X, other.X);
        var height = Math.Min(Y + Height, other.Y + other.Height) - Math.Max(Y, other.Y);
        if (width <= 0 || height <= 0)
        {
            return 0;
        }

        var shared = width * height;
        return shared / (Area + other.Area - shared);
    }
}
