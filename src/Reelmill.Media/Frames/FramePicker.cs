using Reelmill.Media.Probing;

namespace Reelmill.Media.Frames;

/// <summary>
/// Applies the sampling rule exactly. ffmpeg's own selection computes in floating point and begins anew when the
/// picture changes in mid-stream, so it may give a frame too many.
/// </summary>
/// <param name="sampling">The rule.</param>
/// <param name="firstMs">The first target, in milliseconds.</param>
internal sealed class FramePicker(SamplingOptions sampling, long firstMs)
{
    private SampleTargets? _targets;
    private long _lastMs = -1;

    /// <summary>The time of the frame in milliseconds when it is a sample; otherwise null.</summary>
    public long? Pick(long pts, Rational timeBase)
    {
        var ms = (long)Divide((Int128)pts * timeBase.Numerator * 1000, timeBase.Denominator);
        if (ms <= _lastMs || !IsSample(pts, timeBase))
        {
            return null;
        }

        _lastMs = ms;
        return ms;
    }

    private bool IsSample(long pts, Rational timeBase) =>
        sampling.Mode != SamplingMode.Interval || (_targets ??= new SampleTargets(sampling.Every, timeBase, firstMs)).Take(pts);

    /// <summary>Rounds to the nearest whole number, halves up.</summary>
    private static Int128 Divide(Int128 value, long by)
    {
        var doubled = (2 * value) + by;
        var quotient = doubled / (2 * by);
        return doubled < 0 && doubled % (2 * by) != 0 ? quotient - 1 : quotient;
    }
}
