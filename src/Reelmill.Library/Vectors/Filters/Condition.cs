using System.Globalization;
using System.Text.RegularExpressions;

namespace Reelmill.Library.Vectors.Filters;

/// <summary>One condition of a filter. The derived types are a closed set, which stores match on.</summary>
/// <param name="Name">The name of the metadata value: <c>source</c>, <c>path</c>, <c>timeMs</c> or a field's name.</param>
/// <param name="Comparison">The comparison operator.</param>
internal abstract partial record Condition(string Name, Comparison Comparison)
{
    public const string SourceName = "source";
    public const string PathName = "path";
    public const string TimeName = "timeMs";

    /// <summary>Matches field values that count as numbers. The pattern means the same in .NET and in PostgreSQL.</summary>
    public const string NumberRegex = "^-?[0-9]{1,15}([.][0-9]{1,15})?$";

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

    /// <summary>Parses a field's value as a number; null when it is not a number.</summary>
    public static double? ParseNumber(string text) => NumberPattern().IsMatch(text) && !text.EndsWith('\n')
        ? double.Parse(text, CultureInfo.InvariantCulture)
        : null;

    /// <summary>Matches a string against a pattern. An absent value matches no pattern.</summary>
    internal sealed record TextMatch(string Name, Comparison Comparison, TextPattern Pattern) : Condition(Name, Comparison)
    {
        public override bool Matches(VectorMetadata metadata)
        {
            var text = Name switch
            {
                SourceName => metadata.Source,
                PathName => metadata.Path,
                _ => metadata.Fields.GetValueOrDefault(Name),
            };
            return (text is not null && Pattern.Matches(text)) == (Comparison == Comparison.Equal);
        }
    }

    /// <summary>Compares the time with a number of milliseconds. A record without a time is unequal to every number, and neither less nor greater.</summary>
    internal sealed record TimeComparison(Comparison Comparison, long Value) : Condition(TimeName, Comparison)
    {
        public override bool Matches(VectorMetadata metadata) => metadata.TimeMs is { } time
            ? IsSatisfied(time.CompareTo(Value), Comparison)
            : Comparison == Comparison.NotEqual;
    }

    /// <summary>Compares a field whose value is a number with another number. Fields with other values do not match.</summary>
    internal sealed record NumberComparison(string Name, Comparison Comparison, double Value) : Condition(Name, Comparison)
    {
        public override bool Matches(VectorMetadata metadata) =>
            metadata.Fields.TryGetValue(Name, out var text) && ParseNumber(text) is { } number && IsSatisfied(number.CompareTo(Value), Comparison);
    }

    private static bool IsSatisfied(int ordering, Comparison comparison) => comparison switch
    {
        Comparison.Equal => ordering == 0,
        Comparison.NotEqual => ordering != 0,
        Comparison.Less => ordering < 0,
        Comparison.LessOrEqual => ordering <= 0,
        Comparison.Greater => ordering > 0,
        _ => ordering >= 0,
    };

    [GeneratedRegex(NumberRegex, RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex NumberPattern();
}
