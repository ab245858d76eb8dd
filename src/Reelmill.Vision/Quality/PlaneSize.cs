using Reelmill.Core;

namespace Reelmill.Vision.Quality;

/// <summary>The width and height of a plane of samples, in pixels.</summary>
internal readonly record struct PlaneSize(int Width, int Height)
{
    /// <summary>The largest supported side. A larger image is an attack or an error, and sums could overflow.</summary>
    public const int MaxSide = 32768;

    public int Area => Width * Height;

    /// <summary>Scales the longer side down to <paramref name="side"/> and keeps the aspect ratio; never enlarges.</summary>
    public PlaneSize FitInto(int side)
    {
        var longer = Math.Max(Width, Height);
        return longer <= side ? this : new PlaneSize(Scale(Width, side, longer), Scale(Height, side, longer));
    }

    /// <summary>Throws when the size is out of range, or a plane is too short for it.</summary>
    /// <exception cref="ItemException"><c>bad_picture</c>: a side is outside 1..32768.</exception>
    /// <exception cref="ArgumentException">The stride or the plane is too short for the size.</exception>
    public void Validate(int planeLength, int stride)
    {
        if (Width is < 1 or > MaxSide || Height is < 1 or > MaxSide)
        {
            throw new ItemException("bad_picture", $"An image of {Width}x{Height} cannot be scored: each side must be 1..{MaxSide} pixels.");
        }

        ArgumentOutOfRangeException.ThrowIfLessThan(stride, Width);
        var needed = ((long)stride * (Height - 1)) + Width;
        if (planeLength < needed)
        {
            throw new ArgumentException($"A plane of {Width}x{Height} with stride {stride} needs {needed} bytes; got {planeLength}.", nameof(planeLength));
        }
    }

    private static int Scale(int length, int side, int longer) =>
        Math.Max(1, (int)((((long)length * side) + (longer / 2)) / longer));
}
