using System.Globalization;

namespace Reelmill.Media.Formats.Packets;

/// <summary>Converts times between time bases without floating point.</summary>
internal static class Ticks
{
    private const long MicrosecondsPerSecond = 1_000_000;

    /// <summary>Converts a time to another time base, rounded up.</summary>
    public static long Ceiling(long value, Rational from, Rational to)
    {
        var (numerator, denominator) = GetFraction(value, from, to);
        return checked((long)-Floor(-numerator, denominator));
    }

    /// <summary>Converts a time to another time base, rounded to the nearest unit; halves are rounded up.</summary>
    public static long Round(long value, Rational from, Rational to)
    {
        var (numerator, denominator) = GetFraction(value, from, to);
        return checked((long)Floor((2 * numerator) + denominator, 2 * denominator));
    }

    /// <summary>Compares two times of different time bases exactly.</summary>
    public static int Compare(long left, Rational leftBase, long right, Rational rightBase)
    {
        var (numerator, denominator) = GetFraction(left, leftBase, rightBase);
        return numerator.CompareTo((Int128)right * denominator);
    }

    /// <summary>Converts a time span to units of a time base, rounded up.</summary>
    public static long FromTimeSpan(TimeSpan time, Rational to) => Ceiling(time.Ticks, new Rational(1, TimeSpan.TicksPerSecond), to);

    /// <summary>Converts a time to seconds in floating point, rounded to the microsecond.</summary>
    public static double ToSeconds(long value, Rational timeBase) => Math.Round((double)value * timeBase.Numerator / timeBase.Denominator, 6);

    /// <summary>Formats a time as an ffmpeg duration in whole microseconds, rounded up.</summary>
    public static string ToFfmpegTime(long value, Rational timeBase) =>
        Ceiling(value, timeBase, new Rational(1, MicrosecondsPerSecond)).ToString(CultureInfo.InvariantCulture) + "us";

    private static (Int128 Numerator, Int128 Denominator) GetFraction(long value, Rational from, Rational to) =>
        ((Int128)value * from.Numerator * to.Denominator, (Int128)from.Denominator * to.Numerator);

    private static Int128 Floor(Int128 numerator, Int128 denominator)
    {
        var quotient = numerator / denominator;
        return numerator % denominator < 0 ? quotient - 1 : quotient;
    }
}
