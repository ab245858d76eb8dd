using System.Globalization;

namespace Reelmill.Media.Hls.Ladders;

/// <summary>The renditions that are wanted, largest first.</summary>
/// <remarks>Immutable.</remarks>
public sealed class Ladder : IEquatable<Ladder>
{
    private const int MostRungs = 12;

    /// <summary>Makes a ladder.</summary>
    /// <param name="rungs">1 to 12 rungs of different heights, in any order.</param>
    /// <exception cref="ArgumentException">There are none or too many, two have one height, or a value is out of its range.</exception>
    public Ladder(IEnumerable<LadderRung> rungs)
    {
        Rungs = [.. rungs.OrderByDescending(static r => r.Height)];
        if (Rungs.Count is 0 or > MostRungs)
        {
            throw new ArgumentException($"ladder: give 1 to {MostRungs} heights, such as 1080,720,360.");
        }

        foreach (var rung in Rungs)
        {
            rung.Validate();
        }

        if (Rungs.DistinctBy(static r => r.Height).Count() < Rungs.Count)
        {
            throw new ArgumentException("ladder: two rungs have the same height.");
        }
    }

    /// <summary>1080, 720 and 360 lines with their usual bitrates.</summary>
    public static Ladder Default { get; } = Parse("1080,720,360");

    /// <summary>The rungs, largest first.</summary>
    public IReadOnlyList<LadderRung> Rungs { get; }

    /// <summary>
    /// Reads heights and, after a colon, average bitrates in thousands, and after slashes peaks and profiles:
    /// <c>1080,720:2500,360:600/900/main</c>.
    /// </summary>
    /// <param name="text">The text.</param>
    /// <exception cref="ArgumentException">It is something else.</exception>
    public static Ladder Parse(string text) => new(text.Split(',', StringSplitOptions.TrimEntries).Select(ParseRung));

    /// <inheritdoc/>
    public bool Equals(Ladder? other) => other is not null && Rungs.SequenceEqual(other.Rungs);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Ladder);

    /// <inheritdoc/>
    public override int GetHashCode() => Rungs.Aggregate(0, HashCode.Combine);

    /// <summary>The whole ladder as <see cref="Parse"/> reads it.</summary>
    public override string ToString() => string.Join(',', Rungs.Select(static r => string.Create(
        CultureInfo.InvariantCulture, $"{r.Height}:{r.Bitrate}/{r.MaxBitrate}/{r.Profile}")));

    private static LadderRung ParseRung(string text)
    {
        var (height, bits) = text.Split(':', 2) is [var before, var after] ? (Number(before), after.Split('/')) : (Number(text), []);
        return bits switch
        {
            [] => LadderRung.Usual(height),
            [var average] => LadderRung.Of(height, Number(average)),
            [var average, var peak] => new LadderRung(height, Number(average), Number(peak)),
            [var average, var peak, var profile] => new LadderRung(height, Number(average), Number(peak), profile),
            _ => throw Wrong(text),
        };

        int Number(string part) => int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : throw Wrong(text);
    }

    private static ArgumentException Wrong(string text) =>
        new($"ladder: '{text}' is no height such as 720 and no height with its bitrate such as 720:3000.");
}
