using System.Globalization;

namespace Reelmill.Media.Hls.Ladders;

/// <summary>The requested renditions, largest first.</summary>
/// <remarks>Immutable.</remarks>
public sealed class Ladder : IEquatable<Ladder>
{
    private const int MaxRungs = 12;

    /// <summary>Creates a ladder.</summary>
    /// <param name="rungs">1 to 12 rungs of different heights, in any order.</param>
    /// <exception cref="ArgumentException">
    /// There are no rungs or more than 12, two rungs have the same height, or a value is out of range.
    /// </exception>
    public Ladder(IEnumerable<LadderRung> rungs)
    {
        Rungs = [.. rungs.OrderByDescending(static r => r.Height)];
        if (Rungs.Count is 0 or > MaxRungs)
        {
            throw new ArgumentException($"ladder: expected 1 to {MaxRungs} heights, such as 1080,720,360.");
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

    /// <summary>The default ladder: 1080, 720 and 360 lines with their default bitrates.</summary>
    public static Ladder Default { get; } = Parse("1080,720,360");

    /// <summary>Creates a ladder of rungs with their default bitrates.</summary>
    /// <param name="heights">1 to 12 different heights in lines, in any order.</param>
    /// <exception cref="ArgumentException">There are no heights or more than 12, two are equal, or one is out of range.</exception>
    public static Ladder Heights(params IEnumerable<int> heights) => new(heights.Select(static h => LadderRung.FromHeight(h)));

    /// <summary>The rungs, largest first.</summary>
    public IReadOnlyList<LadderRung> Rungs { get; }

    /// <summary>
    /// Parses heights, each with an optional average bitrate in kb/s after a colon, then a peak bitrate and a profile
    /// after slashes: <c>1080,720:2500,360:600/900/main</c>.
    /// </summary>
    /// <param name="text">The text to parse.</param>
    /// <exception cref="ArgumentException">The text is not a ladder.</exception>
    public static Ladder Parse(string text) => new(text.Split(',', StringSplitOptions.TrimEntries).Select(ParseRung));

    /// <inheritdoc/>
    public bool Equals(Ladder? other) => other is not null && Rungs.SequenceEqual(other.Rungs);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Ladder);

    /// <inheritdoc/>
    public override int GetHashCode() => Rungs.Aggregate(0, HashCode.Combine);

    /// <summary>Formats the whole ladder as <see cref="Parse"/> reads it.</summary>
    public override string ToString() => string.Join(',', Rungs.Select(static r => string.Create(
        CultureInfo.InvariantCulture, $"{r.Height}:{r.Bitrate}/{r.MaxBitrate}/{r.Profile}")));

    private static LadderRung ParseRung(string text)
    {
        var (height, bits) = text.Split(':', 2) is [var before, var after] ? (Number(before), after.Split('/')) : (Number(text), []);
        return bits switch
        {
            [] => LadderRung.FromHeight(height),
            [var average] => LadderRung.FromHeight(height, Number(average)),
            [var average, var peak] => new LadderRung(height, Number(average), Number(peak)),
            [var average, var peak, var profile] => new LadderRung(height, Number(average), Number(peak), profile),
            _ => throw CreateException(text),
        };

        int Number(string part) => int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : throw CreateException(text);
    }

    private static ArgumentException CreateException(string text) =>
        new($"ladder: '{text}' is not a height such as 720, or a height with a bitrate such as 720:3000.");
}
