using System.Globalization;

namespace Reelmill.Media.Formats.Packets;

/// <summary>Times in units of a time base, converted without floating point.</summary>
internal static class Ticks
{
    private const long MicrosecondsPerSecond = 1_000_000;

    /// <summary>The smallest number of units of one base that is not before a time in another.</summary>
    public static long Ceiling(long value, Rational from, Rational to)
    {
        var (numerator, denominator) = Fraction(value, from, to);
        return checked((long)-Floor(-numerator, denominator));
    }

    /// <summary>The nearest number of units of one base; of two equally near ones, the later.</summary>
    public static long Round(long value, Rational from, Rational to)
    {
        var (numerator, denominator) = Fraction(value, from, to);
        return checked((long)Floor((2 * numerator) + denominator, 2 * denominator));
    }

    /// <summary>Compares two times of different bases exactly.</summary>
    public static int Compare(long left, Rational leftBase, long right, Rational rightBase)
    {
        var (numerator, denominator) = Fraction(left, leftBase, rightBase);
        return numerator.CompareTo((Int128)right * denominator);
    }

    /// <summary>The first unit that is not before a time.</summary>
    public static long From(TimeSpan time, Rational to) => Ceiling(time.Ticks, new Rational(1, TimeSpan.TicksPerSecond), to);

    /// <summary>Seconds for people, to the microsecond.</summary>
    public static double Seconds(long value, Rational timeBase) => Math.Round((double)value * timeBase.Numerator / timeBase.Denominator, 6);

    /// <summary>A time as ffmpeg reads it, in whole microseconds, rounded up.</summary>
    public static string Text(long value, Rational timeBase) =>
        Ceiling(value, timeBase, new Rational(1, MicrosecondsPerSecond)).ToString(CultureInfo.InvariantCulture) + "us";

    private static (Int128 Numerator, Int128 Denominator) Fraction(long value, Rational from, Rational to) =>
        ((Int128)value * from.Numerator * to.Denominator, (Int128)from.Denominator * to.Numerator);

    private static Int128 Floor(Int128 numerator, Int128 denominator)
    {
        var quotient = numerator / denominator;
        return numerator % denominator < 0 ? quotient - 1 : quotient;
    }
}
