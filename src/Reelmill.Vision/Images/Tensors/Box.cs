namespace Reelmill.Vision.Images.Tensors;

/// <summary>A rectangle, in pixels from the top left corner of an image.</summary>
/// <param name="X">The left edge.</param>
/// <param name="Y">The top edge.</param>
/// <param name="Width">The width, from 0.</param>
/// <param name="Height">The height, from 0.</param>
public readonly record struct Box(float X, float Y, float Width, float Height)
{
    /// <summary>The area in square pixels.</summary>
    public float Area => Width * Height;

    /// <summary>Creates a box from its center and size.</summary>
    internal static Box FromCenter(float x, float y, float width, float height) => new(x - (width / 2), y - (height / 2), width, height);

    /// <summary>Creates a box from two opposite corners.</summary>
    internal static Box FromCorners(float left, float top, float right, float bottom) => new(left, top, right - left, bottom - top);

    /// <summary>The intersection over union of two boxes: 0..1.</summary>
    internal float IntersectionOverUnion(Box other)
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
