namespace Reelmill.Media.Interlacing;

/// <summary>
/// Votes on the scan type in the blocks of successive frames. Each field of a moving block is interleaved with the opposite
/// field of the next frame, which gives two weaves. In progressive video both weaves have combing, and the frame itself has
/// none. In interlaced video the frame itself has combing: its lines differ more between the fields than within a field. The
/// weave of successive fields then has as much combing as the frame, and the weave of the other two fields, which are three
/// times as far apart in time, has more. A block votes when two successive pairs of frames agree, because a pattern that
/// moves by whole lines alternates between the two field orders.
/// </summary>
internal sealed class FieldOrderVotes
{
    private const int BlockLines = 32;

    /// <summary>The minimum difference of combing that exceeds noise, in levels per sample.</summary>
    private const double MinDifference = 1.5;

    /// <summary>The minimum ratio of combing between the wrong and the right field order; in theory, up to 3.</summary>
    private const double MinOrderRatio = 1.3;

    /// <summary>The minimum combing of an interlaced frame, relative to its better weave.</summary>
    private const double MinOwnShare = 0.6;

    /// <summary>The minimum ratio of combing between the fields of an interlaced frame to the difference within a field.</summary>
    private const double MinCombRatio = 1.25;

    /// <summary>The minimum ratio of combing between both weaves and a progressive frame.</summary>
    private const double MinProgressiveRatio = 1.6;

    private sbyte[] _last = [];
    private (int Width, int Height) _size;

    private enum Vote : sbyte
    {
        None,
        Progressive,
        TopFirst,
        BottomFirst,
    }

    /// <summary>The number of votes for progressive.</summary>
    public int Progressive { get; private set; }

    /// <summary>The number of votes for top field first.</summary>
    public int TopFirst { get; private set; }

    /// <summary>The number of votes for bottom field first.</summary>
    public int BottomFirst { get; private set; }

    /// <summary>Adds the votes of two successive frames.</summary>
    /// <param name="frame">The luma of the earlier frame, line by line without padding.</param>
    /// <param name="next">The luma of the later frame, of the same size.</param>
    /// <param name="width">The width in samples.</param>
    /// <param name="height">The height in samples.</param>
    public void Add(ReadOnlySpan<byte> frame, ReadOnlySpan<byte> next, int width, int height)
    {
        var (columns, rows) = (width / SampleVector.Length, (height - 4) / BlockLines);
        if (_size != (width, height))
        {
            (_size, _last) = ((width, height), new sbyte[Math.Max(0, columns * rows)]);
        }

        for (var i = 0; i < _last.Length; i++)
        {
            // Each block reads two lines above and two lines below itself.
            var vote = (sbyte)Classify(frame, next, width, (i % columns) * SampleVector.Length, 2 + (i / columns * BlockLines));
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

    private static Vote Classify(ReadOnlySpan<byte> frame, ReadOnlySpan<byte> next, int width, int x, int top)
    {
        var (own, field, topNext, bottomNext) = MeasureCombing(frame, next, width, x, top);
        var (low, high) = (Math.Min(topNext, bottomNext), Math.Max(topNext, bottomNext));
        if (low - own > MinDifference && low > own * MinProgressiveRatio)
        {
            return Vote.Progressive;
        }

        return high - low > MinDifference && high > low * MinOrderRatio && own > MinDifference && own > low * MinOwnShare && own > field * MinCombRatio
            ? topNext < bottomNext ? Vote.TopFirst : Vote.BottomFirst
            : Vote.None;
    }

    /// <summary>
    /// Measures the mean absolute difference of lines from the mean of their neighbors, in levels per sample: in the frame, within
    /// its fields, with the top field of the next frame, and with the bottom field of the next frame.
    /// </summary>
    private static (double Own, double Field, double TopNext, double BottomNext) MeasureCombing(ReadOnlySpan<byte> frame, ReadOnlySpan<byte> next, int width, int x, int top)
    {
        var (own, field, topNext, bottomNext) = (0, 0, 0, 0);
        for (var y = top; y < top + BlockLines; y++)
        {
            var at = (y * width) + x;
            var mean = SampleVector.Average(SampleVector.Load(frame, at - width), SampleVector.Load(frame, at + width));
            own += SampleVector.Sum(SampleVector.AbsoluteDifference(SampleVector.Load(frame, at), mean));
            field += SampleVector.Sum(SampleVector.AbsoluteDifference(SampleVector.Load(frame, at), SampleVector.Average(SampleVector.Load(frame, at - (2 * width)), SampleVector.Load(frame, at + (2 * width)))));
            var woven = SampleVector.Sum(SampleVector.AbsoluteDifference(SampleVector.Load(next, at), mean));
            (topNext, bottomNext) = y % 2 == 0 ? (topNext + woven, bottomNext) : (topNext, bottomNext + woven);
        }

        const double Area = BlockLines * SampleVector.Length;
        return (own / Area, field / Area, topNext * 2 / Area, bottomNext * 2 / Area);
    }
}
