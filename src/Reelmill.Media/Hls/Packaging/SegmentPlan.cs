namespace Reelmill.Media.Hls.Packaging;

/// <summary>Where segments begin: at key frames that all renditions share.</summary>
/// <param name="Starts">The times of the segments' first pictures, in seconds, ascending; at least one.</param>
/// <param name="End">The end of the last segment, in seconds.</param>
internal sealed record SegmentPlan(IReadOnlyList<double> Starts, double End)
{
    /// <summary>What a segment lasts when key frames allow it.</summary>
    public const double NominalSeconds = 6;

    /// <summary>How much longer it may last: a key frame seldom falls on a whole second.</summary>
    private const double Tolerance = 0.5;

    /// <summary>Far less than a frame, far more than the error of a division.</summary>
    private const double Rounding = 1e-6;

    public int Count => Starts.Count;

    /// <summary>Cuts at the last key frame that makes no segment longer than 6 s and a bit; where there is none, at the next.</summary>
    /// <param name="keys">The times of the key frames in seconds, ascending.</param>
    /// <param name="end">The end of the video in seconds.</param>
    public static SegmentPlan Of(IReadOnlyList<double> keys, double end)
    {
        var starts = new List<double> { keys[0] };
        for (var i = 1; i < keys.Count; i++)
        {
            var following = i + 1 < keys.Count ? keys[i + 1] : end;
            if (following > starts[^1] + NominalSeconds + Tolerance)
            {
                starts.Add(keys[i]);
            }
        }

        return new SegmentPlan(starts, end);
    }

    /// <summary>The end of a segment in seconds.</summary>
    public double EndOf(int segment) => segment + 1 < Starts.Count ? Starts[segment + 1] : End;

    /// <summary>The place of the first key frame that is not in a segment any more; the count after the last.</summary>
    /// <param name="segment">The segment.</param>
    /// <param name="keys">The times of the key frames in seconds.</param>
    /// <param name="first">The place of the segment's own first key frame.</param>
    public int FirstKeyAfter(int segment, IReadOnlyList<double> keys, int first)
    {
        var next = first + 1;
        while (next < keys.Count && keys[next] < EndOf(segment) - Rounding)
        {
            next++;
        }

        return next;
    }
}
