using System.Globalization;
using System.Runtime.InteropServices;

namespace Reelmill.Media.Formats;

/// <summary>An exact fraction, always in lowest terms with a positive denominator; the default value is 0.</summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct Rational : IComparable<Rational>
{
    private readonly long _denominatorLessOne;

    /// <summary>Makes a fraction and reduces it.</summary>
    /// <param name="numerator">Any number.</param>
    /// <param name="denominator">Any number but 0.</param>
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

    /// <summary>What is divided; carries the sign.</summary>
    public long Numerator { get; }

    /// <summary>What it is divided by; at least 1.</summary>
    public long Denominator => _denominatorLessOne + 1;

    /// <summary>Whether the left is smaller.</summary>
    public static bool operator <(Rational left, Rational right) => left.CompareTo(right) < 0;

    /// <summary>Whether the left is larger.</summary>
    public static bool operator >(Rational left, Rational right) => left.CompareTo(right) > 0;

    /// <summary>Whether the left is not larger.</summary>
    public static bool operator <=(Rational left, Rational right) => left.CompareTo(right) <= 0;

    /// <summary>Whether the left is not smaller.</summary>
    public static bool operator >=(Rational left, Rational right) => left.CompareTo(right) >= 0;

    /// <summary>Reads <c>30000/1001</c> or <c>16:9</c>.</summary>
    /// <param name="text">The text; null is no fraction.</param>
    /// <param name="value">The fraction, or 0.</param>
    /// <returns>False for anything else, also for a denominator of 0, which ffprobe writes for what it does not know.</returns>
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

    /// <summary>The nearest floating-point number; only for showing and for rough comparisons.</summary>
    public double ToDouble() => (double)Numerator / Denominator;

    /// <summary>Compares exactly.</summary>
    public int CompareTo(Rational other) =>
        ((Int128)Numerator * other.Denominator).CompareTo((Int128)other.Numerator * Denominator);

    /// <summary>The fraction as <c>30000/1001</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Numerator}/{Denominator}");

    /// <summary>The smallest number would overflow when its sign is turned, so it is no number here.</summary>
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
