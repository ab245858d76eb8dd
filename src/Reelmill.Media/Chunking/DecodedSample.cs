using Reelmill.Media.Formats;

namespace Reelmill.Media.Chunking;

/// <summary>The decoded frames of a section of video.</summary>
/// <param name="Frames">The frames in decoder output order.</param>
/// <param name="TimeBase">The unit of the frames' PTS, in seconds.</param>
/// <param name="Error">The decoder's first error; null without one.</param>
internal sealed record DecodedSample(IReadOnlyList<SampleFrame> Frames, Rational TimeBase, string? Error)
{
    private const int MaxSearches = 40;

    /// <summary>Whether timestamps ascend in steps under 10 s, so that they can be compared.</summary>
    public bool HasClock => Frames.Zip(Frames.Skip(1)).All(p => p.Second.Pts > p.First.Pts && (p.Second.Pts - p.First.Pts) * TimeBase.ToDouble() < 10);

    /// <summary>Describes how these frames, which are those of chunks, differ from the source; null when they do not.</summary>
    /// <param name="source">The frames of the source.</param>
    /// <param name="isExact">Whether frames must be equal. Otherwise they were encoded, and each must be nearer to its own frame of the source than to that frame's neighbors.</param>
    public string? DifferenceFrom(DecodedSample source, bool isExact)
    {
        if (Frames.Count != source.Frames.Count)
        {
            return FormattableString.Invariant($"{Frames.Count} frames decode; the source has {source.Frames.Count}");
        }

        for (var i = 0; i < Frames.Count; i++)
        {
            if (!Matches(i, source, isExact))
            {
                return FormattableString.Invariant($"frame {i} shows something other than the source's frame");
            }

            if (source.HasClock && !IsTimed(i, source))
            {
                return FormattableString.Invariant($"frame {i} differs from the source's in its time");
            }
        }

        return !isExact && FindMisplaced(source) is { } misplaced
            ? FormattableString.Invariant($"frame {misplaced.Own} shows frame {misplaced.Source} of the source")
            : HasClock || !source.HasClock ? null : "times of frames go back or jump";
    }

    /// <summary>
    /// Finds a frame that is far from its own frame of the source and near to another. Of many far frames, only some are
    /// searched for.
    /// </summary>
    private (int Own, int Source)? FindMisplaced(DecodedSample source)
    {
        var far = Enumerable.Range(0, Frames.Count).Where(i => SampleFrame.Distance(Frames[i].Luma.Span, source.Frames[i].Luma.Span) > SampleFrame.FarDistance).ToArray();
        foreach (var i in far.Where((_, n) => n % ((far.Length / MaxSearches) + 1) == 0))
        {
            var half = SampleFrame.Distance(Frames[i].Luma.Span, source.Frames[i].Luma.Span) / 2;
            for (var k = 0; k < source.Frames.Count; k++)
            {
                if (SampleFrame.Distance(Frames[i].Luma.Span, source.Frames[k].Luma.Span) < half)
                {
                    return (i, k);
                }
            }
        }

        return null;
    }

    private bool Matches(int i, DecodedSample source, bool isExact)
    {
        var actual = Frames[i].Luma.Span;
        var expected = source.Frames[i].Luma.Span;
        if (isExact)
        {
            return actual.SequenceEqual(expected);
        }

        var distance = SampleFrame.Distance(actual, expected);
        var isNearest = distance <= SampleFrame.MaxDistance;
        foreach (var near in new[] { i - 1, i + 1 }.Where(n => n >= 0 && n < source.Frames.Count))
        {
            var neighbor = source.Frames[near].Luma.Span;
            isNearest &= distance <= SampleFrame.Distance(neighbor, actual) + (SampleFrame.Margin * SampleFrame.Distance(neighbor, expected));
        }

        return isNearest;
    }

    /// <summary>
    /// Whether a frame's time equals the source's within the rounding of the containers' time bases, such as milliseconds
    /// in Matroska.
    /// </summary>
    private bool IsTimed(int i, DecodedSample source)
    {
        var actual = (Frames[i].Pts - Frames[0].Pts) * TimeBase.ToDouble();
        var expected = (source.Frames[i].Pts - source.Frames[0].Pts) * source.TimeBase.ToDouble();
        return Math.Abs(actual - expected) <= Math.Max(TimeBase.ToDouble(), 0.0011);
    }
}
