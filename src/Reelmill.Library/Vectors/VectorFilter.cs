using Reelmill.Library.Vectors.Filters;

namespace Reelmill.Library.Vectors;

/// <summary>Restricts hits by their metadata: conditions that must all hold, such as <c>source=*.jpg and timeMs&gt;=1000</c>.</summary>
/// <remarks>
/// Names are <c>source</c>, <c>path</c>, <c>timeMs</c> and the names of fields. <c>=</c> and <c>!=</c> compare strings,
/// case-sensitive, with <c>*</c> as a wildcard. <c>&lt; &lt;= &gt; &gt;=</c> compare numbers: the time, and fields whose
/// values are numbers. A value that contains <c> and </c> goes in double quotes; <c>\</c> escapes the next character. A
/// value that a record lacks is unequal to everything, and neither less nor greater.
/// </remarks>
public sealed class VectorFilter
{
    private readonly string _text;

    private VectorFilter(string text, IReadOnlyList<Condition> conditions) => (_text, Conditions) = (text, conditions);

    internal IReadOnlyList<Condition> Conditions { get; }

    /// <summary>Parses a filter.</summary>
    /// <param name="text">The filter as the user wrote it.</param>
    /// <exception cref="Core.PipelineException"><c>bad_filter</c>: the message names the problem and its position.</exception>
    public static VectorFilter Parse(string text) => new(text, new FilterParser(text).Parse());

    /// <summary>Tells whether a record's metadata meets all conditions.</summary>
    /// <param name="metadata">The record's metadata.</param>
    public bool Matches(VectorMetadata metadata) => Conditions.All(c => c.Matches(metadata));

    /// <summary>Returns the text that the filter was parsed from.</summary>
    public override string ToString() => _text;
}
