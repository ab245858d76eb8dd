using System.Globalization;

namespace Reelmill.Media.Probing;

/// <summary>How stored frames become upright: they are turned, then mirrored top to bottom where that is due.</summary>
/// <param name="Turn">The turn in degrees clockwise, 0 to 359. Of other turns than quarters the corners are cut off, as in ffmpeg.</param>
/// <param name="IsMirrored">Whether the turned frame is mirrored top to bottom.</param>
public readonly record struct Orientation(int Turn, bool IsMirrored = false)
{
    private const int WholeTurn = 360;

    /// <summary>Whether stored frames are upright already.</summary>
    public bool IsUpright => this == default;

    /// <summary>Whether the stored width is the height of the upright frame.</summary>
    public bool SwapsSides => Turn is 90 or 270;

    /// <summary>Whether the first stored line is the last one, or the last column, of the upright frame.</summary>
    internal bool ReversesLines => Turn == 90 || Turn == (IsMirrored ? 0 : 180);

    /// <summary>ffmpeg's filters that make a stored frame upright, each followed by a comma; empty when it is.</summary>
    internal string Filters => (Turn, IsMirrored) switch
    {
        (0, false) => string.Empty,
        (0, true) => "vflip,",
        (90, false) => "transpose=clock,",
        (90, true) => "transpose=clock_flip,",
        (180, false) => "hflip,vflip,",
        (180, true) => "hflip,",
        (270, false) => "transpose=cclock,",
        (270, true) => "transpose=cclock_flip,",
        var (turn, _) => string.Create(CultureInfo.InvariantCulture, $"rotate={turn}*PI/180,"),
    };

    /// <summary>Reads a display matrix by the rule of ffmpeg's own rotation: whole degrees, and mirrors at quarter turns only.</summary>
    /// <param name="matrix">The nine numbers, row by row.</param>
    public static Orientation Of(IReadOnlyList<long> matrix)
    {
        var (x, y) = (double.Hypot(matrix[0], matrix[3]), double.Hypot(matrix[1], matrix[4]));
        if (x == 0 || y == 0)
        {
            return default;
        }

        var clockwise = Math.Round(Math.Atan2(matrix[1] / y, matrix[0] / x) * 180 / Math.PI, MidpointRounding.AwayFromZero);
        var turn = ((int)clockwise + WholeTurn) % WholeTurn;
        return turn switch
        {
            0 or 1 => new Orientation(0, turn == 0 && matrix[4] < 0),
            90 => matrix[3] > 0 ? new Orientation(270, true) : new Orientation(90),
            180 => new Orientation(matrix[0] < 0 ? 180 : 0, (matrix[0] < 0) != (matrix[4] < 0)),
            270 => matrix[3] < 0 ? new Orientation(90, true) : new Orientation(270),
            _ => new Orientation(turn),
        };
    }
}
