using Reelmill.Media.Formats;

namespace Reelmill.Media.Frames;

/// <summary>
/// Applies the sampling rule exactly. ffmpeg's own selection computes in floating point and begins anew when the
/// picture changes in mid-stream, so it may give a frame too many.
/// </summary>
/// <param name="sampling">The rule.</param>
/// <param name="firstMs">The first target, in milliseconds.</param>
/// <param name="shift">What is added to ffmpeg's times to have those of the file.</param>
internal sealed class FramePicker(SamplingOptions sampling, long firstMs, TimeSpan shift)
{
    /// <summary>Picks every frame of a stream whose times count from its file's start.</summary>
    public static FramePicker All => new(new SamplingOptions { Mode = SamplingMode.KeyFrames }, 0, TimeSpan.Zero);

    private SampleTargets? _targets;
    private long _lastMs = -1;

    /// <summary>The time of the frame in milliseconds when it is a sample; otherwise null.</summary>
    public long? Pick(long pts, Rational timeBase)
    {
        pts += SampleTargets.Ticks(shift, timeBase);
        var ms = (long)SampleTargets.Divide((Int128)pts * timeBase.Numerator * 1000, timeBase.Denominator);
        if (ms <= _lastMs || !IsSample(pts, timeBase))
        {
            return null;
        }

        _lastMs = ms;
        return ms;
    }

    private bool IsSample(long pts, Rational timeBase) =>
        sampling.Mode != SamplingMode.Interval || (_targets ??= new SampleTargets(sampling.Every, timeBase, firstMs)).Take(pts);
}
