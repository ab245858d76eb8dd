using System.Globalization;
using System.Runtime.InteropServices;

namespace Reelmill.Media.Formats;

/// <summary>An exact fraction in lowest terms with a positive denominator; the default value is 0.</summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct Rational : IComparable<Rational>
{
    private readonly long _denominatorLessOne;

    /// <summary>Creates a fraction and reduces it to lowest terms.</summary>
    /// <param name="numerator">Any value.</param>
    /// <param name="denominator">Any value except 0.</param>
    /// <exception cref="DivideByZeroException">The denominator is 0.</exception>
    /// <exception cref="OverflowException">The reduced fraction does not fit into 64 bits.</exception>
    public Rational(long numerator, long denominator)
    {
        if (denominator == 0)
        {
            throw new DivideByZeroException("The denominator of a fraction cannot be 0.");
        }

        var divisor = GreatestCommonDivisor(Int128.Abs(numerator), Int128.Abs(denominator)) * Math.Sign(denominator);
        Numerator = checked((long)(numerator / divisor));
        _denominatorLessOne = checked((long)(denominator / divisor)) - 1;
    }

    /// <summary>The numerator, which carries the sign.</summary>
    public long Numerator { get; }

    /// <summary>The denominator; at least 1.</summary>
    public long Denominator => _denominatorLessOne + 1;

    /// <summary>Whether the left fraction is less than the right one.</summary>
    public static bool operator <(Rational left, Rational right) => left.CompareTo(right) < 0;

    /// <summary>Whether the left fraction is greater than the right one.</summary>
    public static bool operator >(Rational left, Rational right) => left.CompareTo(right) > 0;

    /// <summary>Whether the left fraction is less than or equal to the right one.</summary>
    public static bool operator <=(Rational left, Rational right) => left.CompareTo(right) <= 0;

    /// <summary>Whether the left fraction is greater than or equal to the right one.</summary>
    public static bool operator >=(Rational left, Rational right) => left.CompareTo(right) >= 0;

    /// <summary>Parses a fraction such as <c>30000/1001</c> or <c>16:9</c>.</summary>
    /// <param name="text">The text; null gives false.</param>
    /// <param name="value">The fraction; 0 when parsing fails.</param>
    /// <returns>Whether the text is a fraction. False for a denominator of 0, with which ffprobe marks unknown values.</returns>
    public static bool TryParse(string? text, out Rational value)
    {
        var split = text?.IndexOfAny(['/', ':']) ?? -1;
        if (split > 0 && TryParseNumber(text.AsSpan(0, split), out var numerator)
            && TryParseNumber(text.AsSpan(split + 1), out var denominator) && denominator != 0)
        {
            value = new Rational(numerator, denominator);
            return true;
        }

        value = default;
        return false;
    }

    /// <summary>Converts the fraction to the nearest floating-point number, for display and rough comparisons only.</summary>
    public double ToDouble() => (double)Numerator / Denominator;

    /// <summary>Compares two fractions exactly, without floating point.</summary>
    public int CompareTo(Rational other) =>
        ((Int128)Numerator * other.Denominator).CompareTo((Int128)other.Numerator * Denominator);

    /// <summary>Formats the fraction as <c>30000/1001</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Numerator}/{Denominator}");

    /// <summary>Parses an integer, except for <see cref="long.MinValue"/>, whose negation overflows.</summary>
    private static bool TryParseNumber(ReadOnlySpan<char> text, out long number) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out number) && number != long.MinValue;

    private static Int128 GreatestCommonDivisor(Int128 a, Int128 b)
    {
        while (b != 0)
        {
            (a, b) = (b, a % b);
        }

        return a;
    }
}
