namespace Reelmill.Media.Interlacing;

/// <summary>
/// Counts, in blocks of a stretch of successive frames, what the scan type is. Where a block moves, its lines are woven with those of the
/// next frame. In a progressive video, both ways to do that give combs, and the frame itself has none. In an interlaced one,
/// the frame itself has combs, lines differing more from the other field than within their own; the fields that follow each
/// other give as many, and the others, which are three times as far apart, give more. A block counts when two successive pairs of frames say the same: a pattern that moves by lines looks
/// like one order and the other by turns.
/// </summary>
internal sealed class FieldOrderVotes
{
    private const int BlockLines = 32;

    /// <summary>The least difference between the weaves, in levels a sample, that is more than noise.</summary>
    private const double LeastDifference = 1.5;

    /// <summary>How much more combs the weave in the wrong order has; in theory, up to three times as many.</summary>
    private const double OrderRatio = 1.3;

    /// <summary>How many of the combs of the better weave an interlaced frame has itself, at least.</summary>
    private const double OwnShare = 0.6;

    /// <summary>How much further the lines of a comb are from those of the other field than from those of their own.</summary>
    private const double CombRatio = 1.25;

    /// <summary>How much more combs both weaves have than a progressive frame has itself.</summary>
    private const double ProgressiveRatio = 1.6;

    private sbyte[] _last = [];
    private (int Width, int Height) _size;

    private enum Vote : sbyte
    {
        None,
        Progressive,
        TopFirst,
        BottomFirst,
    }

    /// <summary>Blocks that are progressive.</summary>
    public int Progressive { get; private set; }

    /// <summary>Blocks whose top field is the earlier.</summary>
    public int TopFirst { get; private set; }

    /// <summary>Blocks whose top field is the later.</summary>
    public int BottomFirst { get; private set; }

    /// <summary>Counts a pair of successive frames of one size.</summary>
    public void Add(ReadOnlySpan<byte> frame, ReadOnlySpan<byte> next, int width, int height)
    {
        var (columns, rows) = (width / LinePairs.Samples, (height - 4) / BlockLines);
        if (_size != (width, height))
        {
            (_size, _last) = ((width, height), new sbyte[Math.Max(0, columns * rows)]);
        }

        for (var i = 0; i < _last.Length; i++)
        {
            // Two lines above each and two below are looked at.
            var vote = (sbyte)VoteOf(frame, next, width, (i % columns) * LinePairs.Samples, 2 + (i / columns * BlockLines));
            if (vote == _last[i])
            {
                Count((Vote)vote);
            }

            _last[i] = vote;
        }
    }

    private void Count(Vote vote)
    {
        Progressive += vote == Vote.Progressive ? 1 : 0;
        TopFirst += vote == Vote.TopFirst ? 1 : 0;
        BottomFirst += vote == Vote.BottomFirst ? 1 : 0;
    }

    private static Vote VoteOf(ReadOnlySpan<byte> frame, ReadOnlySpan<byte> next, int width, int x, int top)
    {
        var (own, field, topNext, bottomNext) = CombsOf(frame, next, width, x, top);
        var (low, high) = (Math.Min(topNext, bottomNext), Math.Max(topNext, bottomNext));
        if (low - own > LeastDifference && low > own * ProgressiveRatio)
        {
            return Vote.Progressive;
        }

        return high - low > LeastDifference && high > low * OrderRatio && own > LeastDifference && own > low * OwnShare && own > field * CombRatio
            ? topNext < bottomNext ? Vote.TopFirst : Vote.BottomFirst
            : Vote.None;
    }

    /// <summary>
    /// How far lines are from the mean of their neighbors, in levels a sample: in the frame itself, in its fields, with its top
    /// field taken from the next frame, and with its bottom field.
    /// </summary>
    private static (double Own, double Field, double TopNext, double BottomNext) CombsOf(ReadOnlySpan<byte> frame, ReadOnlySpan<byte> next, int width, int x, int top)
    {
        var (own, field, topNext, bottomNext) = (0, 0, 0, 0);
        for (var y = top; y < top + BlockLines; y++)
        {
            var at = (y * width) + x;
            var mean = LinePairs.Between(LinePairs.At(frame, at - width), LinePairs.At(frame, at + width));
            own += LinePairs.Sum(LinePairs.Apart(LinePairs.At(frame, at), mean));
            field += LinePairs.Sum(LinePairs.Apart(LinePairs.At(frame, at), LinePairs.Between(LinePairs.At(frame, at - (2 * width)), LinePairs.At(frame, at + (2 * width)))));
            var woven = LinePairs.Sum(LinePairs.Apart(LinePairs.At(next, at), mean));
            (topNext, bottomNext) = y % 2 == 0 ? (topNext + woven, bottomNext) : (topNext, bottomNext + woven);
        }

        const double Area = BlockLines * LinePairs.Samples;
        return (own / Area, field / Area, topNext * 2 / Area, bottomNext * 2 / Area);
    }
}
