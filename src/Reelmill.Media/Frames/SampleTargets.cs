using Reelmill.Media.Formats;

namespace Reelmill.Media.Frames;

/// <summary>
/// The rule of interval sampling in whole numbers, so that no rounding ever moves a sample: target k is at k * every,
/// and its sample is the first frame at or after it. A frame that is the first for several targets counts once.
/// </summary>
internal sealed class SampleTargets
{
    private readonly Int128 _unit;
    private readonly Int128 _step;
    private Int128 _next;

    /// <param name="every">The distance of the targets, in whole milliseconds.</param>
    /// <param name="timeBase">The unit of presentation times, in seconds.</param>
    /// <param name="firstMs">The first target, in milliseconds.</param>
    public SampleTargets(TimeSpan every, Rational timeBase, long firstMs = 0)
    {
        var (unit, step) = Scale(every, timeBase);
        (_unit, _step, _next) = (unit, step, firstMs / (every.Ticks / TimeSpan.TicksPerMillisecond));
    }

    /// <summary>pts * unit and k * step compare a presentation time with target k.</summary>
    public static (long Unit, long Step) Scale(TimeSpan every, Rational timeBase)
    {
        var unit = timeBase.Numerator * 1000;
        var step = checked((every.Ticks / TimeSpan.TicksPerMillisecond) * timeBase.Denominator);
        var divisor = GreatestCommonDivisor(unit, step);
        return (unit / divisor, step / divisor);
    }

    /// <summary>A time in units of a time base, rounded to the nearest.</summary>
    public static long Ticks(TimeSpan time, Rational timeBase) =>
        (long)Divide((Int128)time.Ticks * timeBase.Denominator, checked(timeBase.Numerator * TimeSpan.TicksPerSecond));

    /// <summary>Rounds to the nearest whole number, halves up.</summary>
    public static Int128 Divide(Int128 value, long by)
    {
        var doubled = (2 * value) + by;
        var quotient = doubled / (2 * by);
        return doubled < 0 && doubled % (2 * by) != 0 ? quotient - 1 : quotient;
    }

    /// <summary>Whether a frame, given in order of presentation, is a sample.</summary>
    public bool Take(long pts)
    {
        var at = pts * _unit;
        if (at < _next * _step)
        {
            return false;
        }

        _next = (at / _step) + 1;
        return true;
    }

    private static long GreatestCommonDivisor(long a, long b)
    {
        while (b != 0)
        {
            (a, b) = (b, a % b);
        }

        return a;
    }
}
