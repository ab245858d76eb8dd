using Reelmill.Media.Formats;

namespace Reelmill.Media.Chunking;

/// <summary>The frames that decoding a stretch of video gave.</summary>
/// <param name="Frames">The frames in the order in which they came.</param>
/// <param name="TimeBase">The unit of their times, in seconds.</param>
/// <param name="Error">The decoder's first error; null when it had none.</param>
internal sealed record Sample(IReadOnlyList<SampleFrame> Frames, Rational TimeBase, string? Error)
{
    private const int MostSearches = 40;

    /// <summary>Whether the times rise in steps under 10 s, so that they tell something.</summary>
    public bool HasClock => Frames.Zip(Frames.Skip(1)).All(p => p.Second.Pts > p.First.Pts && (p.Second.Pts - p.First.Pts) * TimeBase.ToDouble() < 10);

    /// <summary>How frames of chunks differ from the right ones; null when they do not.</summary>
    /// <param name="right">The frames of the source.</param>
    /// <param name="isExact">Whether they must be the same; otherwise they were encoded, and must be nearer to their own frames than to the neighbors of those.</param>
    public string? DifferenceFrom(Sample right, bool isExact)
    {
        if (Frames.Count != right.Frames.Count)
        {
            return FormattableString.Invariant($"{Frames.Count} frames decode, {right.Frames.Count} of the source");
        }

        for (var i = 0; i < Frames.Count; i++)
        {
            if (!Matches(i, right, isExact))
            {
                return FormattableString.Invariant($"frame {i} shows something else than the source's");
            }

            if (right.HasClock && !IsTimed(i, right))
            {
                return FormattableString.Invariant($"frame {i} has another time than the source's");
            }
        }

        return !isExact && Misplaced(right) is { } misplaced
            ? FormattableString.Invariant($"frame {misplaced.Own} shows frame {misplaced.Right} of the source")
            : HasClock || !right.HasClock ? null : "times of frames go back or jump";
    }

    /// <summary>A frame that is far from its own and near to another one of the source; of many that are far, some are looked for.</summary>
    private (int Own, int Right)? Misplaced(Sample right)
    {
        var far = Enumerable.Range(0, Frames.Count).Where(i => SampleFrame.Distance(Frames[i].Print.Span, right.Frames[i].Print.Span) > SampleFrame.FarDistance).ToArray();
        foreach (var i in far.Where((_, n) => n % ((far.Length / MostSearches) + 1) == 0))
        {
            var half = SampleFrame.Distance(Frames[i].Print.Span, right.Frames[i].Print.Span) / 2;
            for (var k = 0; k < right.Frames.Count; k++)
            {
                if (SampleFrame.Distance(Frames[i].Print.Span, right.Frames[k].Print.Span) < half)
                {
                    return (i, k);
                }
            }
        }

        return null;
    }

    private bool Matches(int i, Sample right, bool isExact)
    {
        var own = Frames[i].Print.Span;
        var wanted = right.Frames[i].Print.Span;
        if (isExact)
        {
            return own.SequenceEqual(wanted);
        }

        var distance = SampleFrame.Distance(own, wanted);
        var isNearest = distance <= SampleFrame.MostDistance;
        foreach (var near in new[] { i - 1, i + 1 }.Where(n => n >= 0 && n < right.Frames.Count))
        {
            var neighbor = right.Frames[near].Print.Span;
            isNearest &= distance <= SampleFrame.Distance(neighbor, own) + (SampleFrame.Margin * SampleFrame.Distance(neighbor, wanted));
        }

        return isNearest;
    }

    /// <summary>Containers round to their own units, Matroska to milliseconds.</summary>
    private bool IsTimed(int i, Sample right)
    {
        var own = (Frames[i].Pts - Frames[0].Pts) * TimeBase.ToDouble();
        var wanted = (right.Frames[i].Pts - right.Frames[0].Pts) * right.TimeBase.ToDouble();
        return Math.Abs(own - wanted) <= Math.Max(TimeBase.ToDouble(), 0.0011);
    }
}
