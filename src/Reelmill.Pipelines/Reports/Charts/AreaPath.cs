using System.Globalization;
using System.Text;

namespace Reelmill.Pipelines.Reports.Charts;

/// <summary>The outline of a step area over columns one unit wide, in as few characters as SVG allows.</summary>
internal static class AreaPath
{
    /// <summary>The height that a value of 1 has.</summary>
    public const int Height = 100;

    /// <summary>Draws shares 0..1 upwards from the bottom at <see cref="Height"/>.</summary>
    public static string Up(IEnumerable<double> shares) => Outline(shares.Select(static s => Height - Level(s)), Height);

    /// <summary>Draws shares 0..1 downwards from the top.</summary>
    public static string Down(IEnumerable<double> shares) => Outline(shares.Select(Level), 0);

    private static int Level(double share) => (int)Math.Round(Math.Clamp(share, 0, 1) * Height, MidpointRounding.AwayFromZero);

    private static string Outline(IEnumerable<int> levels, int floor)
    {
        var path = new StringBuilder().Append(CultureInfo.InvariantCulture, $"M0 {floor}");
        var (at, length) = (floor, 0);
        foreach (var level in levels)
        {
            if (level != at)
            {
                Go();
                path.Append(CultureInfo.InvariantCulture, $"V{level}");
                at = level;
            }

            length++;
        }

        Go();
        return path.Append(CultureInfo.InvariantCulture, $"V{floor}z").ToString();

        void Go()
        {
            if (length > 0)
            {
                path.Append(CultureInfo.InvariantCulture, $"h{length}");
                length = 0;
            }
        }
    }
}
