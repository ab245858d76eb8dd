using System.Globalization;

namespace Reelmill.Media.Probing;

/// <summary>The transform from stored to upright frames: a rotation, then a vertical flip if <paramref name="IsMirrored"/>.</summary>
/// <param name="Rotation">The clockwise rotation in degrees, 0 to 359. Rotations other than quarter turns cut off the corners, as in ffmpeg.</param>
/// <param name="IsMirrored">Whether the rotated frame is flipped vertically.</param>
public readonly record struct Orientation(int Rotation, bool IsMirrored = false)
{
    private const int FullRotation = 360;

    /// <summary>Whether stored frames are already upright.</summary>
    public bool IsUpright => this == default;

    /// <summary>Whether rotation swaps width and height.</summary>
    public bool SwapsSides => Rotation is 90 or 270;

    /// <summary>Whether the first stored line becomes the last line, or the last column, of the upright frame.</summary>
    internal bool ReversesLines => Rotation == 90 || Rotation == (IsMirrored ? 0 : 180);

    /// <summary>ffmpeg's filters that make a stored frame upright, each followed by a comma; empty when it already is.</summary>
    internal string Filters => (Rotation, IsMirrored) switch
    {
        (0, false) => string.Empty,
        (0, true) => "vflip,",
        (90, false) => "transpose=clock,",
        (90, true) => "transpose=clock_flip,",
        (180, false) => "hflip,vflip,",
        (180, true) => "hflip,",
        (270, false) => "transpose=cclock,",
        (270, true) => "transpose=cclock_flip,",
        var (rotation, _) => string.Create(CultureInfo.InvariantCulture, $"rotate={rotation}*PI/180,"),
    };

    /// <summary>Converts a display matrix by the rule of ffmpeg's autorotation: whole degrees, and flips at quarter turns only.</summary>
    /// <param name="matrix">The nine numbers of the matrix, row by row.</param>
    public static Orientation FromDisplayMatrix(IReadOnlyList<long> matrix)
    {
        var (x, y) = (double.Hypot(matrix[0], matrix[3]), double.Hypot(matrix[1], matrix[4]));
        if (x == 0 || y == 0)
        {
            return default;
        }

        var clockwise = Math.Round(Math.Atan2(matrix[1] / y, matrix[0] / x) * 180 / Math.PI, MidpointRounding.AwayFromZero);
        var rotation = ((int)clockwise + FullRotation) % FullRotation;
        return rotation switch
        {
            0 or 1 => new Orientation(0, rotation == 0 && matrix[4] < 0),
            90 => matrix[3] > 0 ? new Orientation(270, true) : new Orientation(90),
            180 => new Orientation(matrix[0] < 0 ? 180 : 0, (matrix[0] < 0) != (matrix[4] < 0)),
            270 => matrix[3] < 0 ? new Orientation(90, true) : new Orientation(270),
            _ => new Orientation(rotation),
        };
    }
}
