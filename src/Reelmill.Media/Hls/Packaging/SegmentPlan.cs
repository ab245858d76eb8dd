namespace Reelmill.Media.Hls.Packaging;

/// <summary>The segment boundaries, at keyframes that all renditions share.</summary>
/// <param name="Starts">The presentation times of the segments' first frames, in seconds, ascending; at least one.</param>
/// <param name="End">The end of the last segment, in seconds.</param>
internal sealed record SegmentPlan(IReadOnlyList<double> Starts, double End)
{
    /// <summary>The segment duration in seconds when keyframes allow it.</summary>
    public const double NominalSeconds = 6;

    /// <summary>The accepted excess over the nominal duration, since keyframes seldom fall on whole seconds.</summary>
    private const double Tolerance = 0.5;

    /// <summary>A tolerance far below the duration of a frame, and far above floating-point error.</summary>
    private const double Rounding = 1e-6;

    public int Count => Starts.Count;

    /// <summary>
    /// Places each boundary at the last keyframe at which the segment is at most 6.5 s long; where there is none, at
    /// the next keyframe.
    /// </summary>
    /// <param name="keyframes">The keyframe times in seconds, ascending.</param>
    /// <param name="end">The end of the video in seconds.</param>
    public static SegmentPlan Create(IReadOnlyList<double> keyframes, double end)
    {
        var starts = new List<double> { keyframes[0] };
        for (var i = 1; i < keyframes.Count; i++)
        {
            var following = i + 1 < keyframes.Count ? keyframes[i + 1] : end;
            if (following > starts[^1] + NominalSeconds + Tolerance)
            {
                starts.Add(keyframes[i]);
            }
        }

        return new SegmentPlan(starts, end);
    }

    /// <summary>Returns the end of a segment in seconds.</summary>
    public double GetEnd(int segment) => segment + 1 < Starts.Count ? Starts[segment + 1] : End;

    /// <summary>Returns the index of the first keyframe after a segment; the number of keyframes for the last segment.</summary>
    /// <param name="segment">The index of the segment.</param>
    /// <param name="keyframes">The keyframe times in seconds.</param>
    /// <param name="first">The index of the segment's first keyframe.</param>
    public int FindNextKeyframe(int segment, IReadOnlyList<double> keyframes, int first)
    {
        var next = first + 1;
        while (next < keyframes.Count && keyframes[next] < GetEnd(segment) - Rounding)
        {
            next++;
        }

        return next;
    }
}
