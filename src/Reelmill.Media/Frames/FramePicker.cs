using Reelmill.Media.Formats;

namespace Reelmill.Media.Frames;

/// <summary>
/// Applies the sampling rule exactly. The select filter of ffmpeg computes in floating point and restarts when the frame size
/// changes in mid-stream, so it can output extra frames.
/// </summary>
/// <param name="sampling">The sampling rule.</param>
/// <param name="firstTargetMs">The first target time, in milliseconds.</param>
/// <param name="shift">The offset from ffmpeg times to file times.</param>
internal sealed class FramePicker(SamplingOptions sampling, long firstTargetMs, TimeSpan shift)
{
    /// <summary>Creates a picker that picks every frame; times are those of ffmpeg.</summary>
    public static FramePicker All => new(new SamplingOptions { Mode = SamplingMode.Keyframes }, 0, TimeSpan.Zero);

    private SampleTargets? _targets;
    private long _lastMs = -1;

    /// <summary>Returns the time in milliseconds of a frame that is a sample; null for other frames.</summary>
    public long? Pick(long pts, Rational timeBase)
    {
        pts += SampleTargets.ToTicks(shift, timeBase);
        var ms = (long)SampleTargets.DivideRounded((Int128)pts * timeBase.Numerator * 1000, timeBase.Denominator);
        if (ms <= _lastMs || !IsSample(pts, timeBase))
        {
            return null;
        }

        _lastMs = ms;
        return ms;
    }

    private bool IsSample(long pts, Rational timeBase) =>
        sampling.Mode != SamplingMode.Interval || (_targets ??= new SampleTargets(sampling.Every, timeBase, firstTargetMs)).TryTake(pts);
}
