using System.Globalization;
using System.Text.RegularExpressions;

namespace Reelmill.Library.Vectors.Filters;

/// <summary>What one part of the metadata must be. A closed set: stores match on it.</summary>
/// <param name="Name">The metadata's name, such as <c>source</c> or that of a field.</param>
/// <param name="Comparison">How it compares.</param>
internal abstract partial record Condition(string Name, Comparison Comparison)
{
    public const string Source = "source";
    public const string Path = "path";
    public const string Time = "timeMs";

    /// <summary>What a field's text is when it counts as a number; the same pattern works in PostgreSQL.</summary>
    public const string Number = "^-?[0-9]{1,15}([.][0-9]{1,15})?$";

    public string Symbol => Comparison switch
    {
        Comparison.Equal => "=",
        Comparison.NotEqual => "!=",
        Comparison.Less => "<",
        Comparison.LessOrEqual => "<=",
        Comparison.Greater => ">",
        _ => ">=",
    };

    public abstract bool Matches(VectorMetadata metadata);

    /// <summary>Reads a field's text as a number; null when it is none.</summary>
    public static double? NumberOf(string text) => NumberPattern().IsMatch(text) && !text.EndsWith('\n')
        ? double.Parse(text, CultureInfo.InvariantCulture)
        : null;

    /// <summary>A text is, or is not, like a pattern. What is absent is like none.</summary>
    internal sealed record OfText(string Name, Comparison Comparison, TextPattern Pattern) : Condition(Name, Comparison)
    {
        public override bool Matches(VectorMetadata metadata)
        {
            var text = Name switch
            {
                Source => metadata.Source,
                Path => metadata.Path,
                _ => metadata.Fields.GetValueOrDefault(Name),
            };
            return (text is not null && Pattern.Matches(text)) == (Comparison == Comparison.Equal);
        }
    }

    /// <summary>The time compares with a number of milliseconds. What has no time is unequal to all and has no order.</summary>
    internal sealed record OfTime(Comparison Comparison, long Value) : Condition(Time, Comparison)
    {
        public override bool Matches(VectorMetadata metadata) => metadata.TimeMs is { } time
            ? Holds(time.CompareTo(Value), Comparison)
            : Comparison == Comparison.NotEqual;
    }

    /// <summary>A field that is a number compares with another; other fields do not match.</summary>
    internal sealed record OfNumber(string Name, Comparison Comparison, double Value) : Condition(Name, Comparison)
    {
        public override bool Matches(VectorMetadata metadata) =>
            metadata.Fields.TryGetValue(Name, out var text) && NumberOf(text) is { } number && Holds(number.CompareTo(Value), Comparison);
    }

    private static bool Holds(int order, Comparison comparison) => comparison switch
    {
        Comparison.Equal => order == 0,
        Comparison.NotEqual => order != 0,
        Comparison.Less => order < 0,
        Comparison.LessOrEqual => order <= 0,
        Comparison.Greater => order > 0,
        _ => order >= 0,
    };

    [GeneratedRegex(Number, RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex NumberPattern();
}
