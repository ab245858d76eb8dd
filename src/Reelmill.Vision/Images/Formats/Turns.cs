namespace Reelmill.Vision.Images.Formats;

/// <summary>Turns and mirrors one after the other, as one of the 8 orientations that EXIF counts.</summary>
internal static class Turns
{
    /// <summary>Left and right exchanged.</summary>
    public const int LeftToRight = 2;

    /// <summary>Top and bottom exchanged.</summary>
    public const int UpsideDown = 4;

    /// <summary>By orientation: quarter turns clockwise, after left and right were exchanged or not.</summary>
    private static readonly (int Quarters, bool Mirrored)[] Parts =
        [(0, false), (0, true), (2, false), (2, true), (3, true), (1, false), (1, true), (3, false)];

    /// <summary>A number of quarter turns counterclockwise.</summary>
    public static int Counterclockwise(int quarters) => Of((4 - quarters) & 3, mirrored: false);

    /// <summary>One orientation, and another one applied to its result.</summary>
    public static int Then(int first, int second)
    {
        var (a, b) = (Parts[first - 1], Parts[second - 1]);
        return Of((b.Quarters + (b.Mirrored ? 4 - a.Quarters : a.Quarters)) & 3, a.Mirrored != b.Mirrored);
    }

    private static int Of(int quarters, bool mirrored) => 1 + Array.IndexOf(Parts, (quarters, mirrored));
}
