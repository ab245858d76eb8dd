using FsCheck;
using FsCheck.Fluent;
using Reelmill.Media.Formats;

namespace Reelmill.Media.Tests.Formats;

public sealed class RationalTests
{
    [Fact]
    public void A_fraction_is_reduced_to_lowest_terms_with_a_positive_denominator() =>
        Prop.ForAll((long numerator, long denominator) =>
        {
            var d = denominator is 0 or long.MinValue ? 1 : denominator;
            var n = numerator == long.MinValue ? 0 : numerator;
            var value = new Rational(n, d);
            return value.Denominator > 0
                && System.Numerics.BigInteger.GreatestCommonDivisor(value.Numerator, value.Denominator) == 1
                && (Int128)value.Numerator * d == (Int128)n * value.Denominator;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Expanded_fractions_are_equal() =>
        Prop.ForAll((int n, int d, short factor) =>
        {
            var (below, by) = (d == 0 ? 1L : d, factor == 0 ? 1L : factor);
            return new Rational(n, below) == new Rational(n * by, below * by)
                && new Rational(n, below).GetHashCode() == new Rational(n * by, below * by).GetHashCode();
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_formatted_fraction_parses_to_the_same_value() =>
        Prop.ForAll((long n, int d) =>
        {
            var value = new Rational(n == long.MinValue ? 0 : n, d == 0 ? 1 : d);
            return Rational.TryParse(value.ToString(), out var read) && read == value;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Comparison_is_exact_where_floating_point_is_not() =>
        Prop.ForAll((int a, int b, int c) =>
        {
            var (left, right) = (new Rational(a, b == 0 ? 1 : b), new Rational(c, (a ^ 7) | 1));
            var expected = ((System.Numerics.BigInteger)left.Numerator * right.Denominator)
                .CompareTo((System.Numerics.BigInteger)right.Numerator * left.Denominator);
            return Math.Sign(left.CompareTo(right)) == Math.Sign(expected)
                && (left < right) == (expected < 0) && (left >= right) == (expected >= 0);
        }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("30000/1001", 30000, 1001)]
    [InlineData("50/2", 25, 1)]
    [InlineData("128:117", 128, 117)]
    [InlineData("-1/3", -1, 3)]
    [InlineData("1/-3", -1, 3)]
    public void Fractions_with_a_slash_or_a_colon_are_parsed(string text, long numerator, long denominator)
    {
        Rational.TryParse(text, out var value).ShouldBeTrue();

        value.ShouldBe(new Rational(numerator, denominator));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("0/0")]
    [InlineData("N/A")]
    [InlineData("/")]
    [InlineData("1/")]
    [InlineData("1/2/3")]
    [InlineData("99999999999999999999/1")]
    [InlineData("1/-9223372036854775808")]
    public void Text_that_is_not_a_fraction_is_refused(string? text)
    {
        Rational.TryParse(text, out var value).ShouldBeFalse();

        value.ShouldBe(default);
    }

    [Fact]
    public void The_default_value_is_zero_and_a_zero_denominator_is_an_error()
    {
        default(Rational).ToDouble().ShouldBe(0);
        default(Rational).ShouldBe(new Rational(0, 5));
        Should.Throw<DivideByZeroException>(() => new Rational(1, 0));
    }
}
