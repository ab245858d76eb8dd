using Reelmill.Media.Formats;

namespace Reelmill.Media.Frames;

/// <summary>
/// Interval sampling in integer arithmetic, so that rounding never moves a sample. Target k is at k * every, and its sample is
/// the first frame at or after the target. A frame that is the sample of several targets counts once.
/// </summary>
internal sealed class SampleTargets
{
    private readonly Int128 _unit;
    private readonly Int128 _step;
    private Int128 _next;

    /// <summary>Creates the targets.</summary>
    /// <param name="every">The interval of the targets, in whole milliseconds.</param>
    /// <param name="timeBase">The time base of presentation times, in seconds.</param>
    /// <param name="firstTargetMs">The first target time, in milliseconds.</param>
    public SampleTargets(TimeSpan every, Rational timeBase, long firstTargetMs = 0)
    {
        var (unit, step) = GetScale(every, timeBase);
        (_unit, _step, _next) = (unit, step, firstTargetMs / (every.Ticks / TimeSpan.TicksPerMillisecond));
    }

    /// <summary>Returns integer factors with which a presentation time compares to target k: pts * unit and k * step.</summary>
    public static (long Unit, long Step) GetScale(TimeSpan every, Rational timeBase)
    {
        var unit = timeBase.Numerator * 1000;
        var step = checked((every.Ticks / TimeSpan.TicksPerMillisecond) * timeBase.Denominator);
        var divisor = GreatestCommonDivisor(unit, step);
        return (unit / divisor, step / divisor);
    }

    /// <summary>Converts a time to units of a time base, rounded to the nearest unit.</summary>
    public static long ToTicks(TimeSpan time, Rational timeBase) =>
        (long)DivideRounded((Int128)time.Ticks * timeBase.Denominator, checked(timeBase.Numerator * TimeSpan.TicksPerSecond));

    /// <summary>Divides and rounds to the nearest integer, halves up.</summary>
    public static Int128 DivideRounded(Int128 value, long by)
    {
        var doubled = (2 * value) + by;
        var quotient = doubled / (2 * by);
        return doubled < 0 && doubled % (2 * by) != 0 ? quotient - 1 : quotient;
    }

    /// <summary>Whether the next frame in presentation order is a sample; if so, advances to the next target.</summary>
    public bool TryTake(long pts)
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
