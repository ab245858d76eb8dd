using Reelmill.Library.Vectors.Filters;

namespace Reelmill.Library.Vectors;

/// <summary>What the metadata of a hit must be: conditions that all hold, such as <c>source=*.jpg and timeMs&gt;=1000</c>.</summary>
/// <remarks>
/// Names are <c>source</c>, <c>path</c>, <c>timeMs</c> and those of fields. <c>=</c> and <c>!=</c> compare texts, case
/// included, with <c>*</c> for anything; <c>&lt; &lt;= &gt; &gt;=</c> compare numbers: the time, and fields that are
/// numbers. A value with <c> and </c> in it goes in double quotes; <c>\</c> takes the meaning from the character after it.
/// What a record lacks is unequal to everything and has no order.
/// </remarks>
public sealed class VectorFilter
{
    private readonly string _text;

    private VectorFilter(string text, IReadOnlyList<Condition> conditions) => (_text, Conditions) = (text, conditions);

    internal IReadOnlyList<Condition> Conditions { get; }

    /// <summary>Reads a filter.</summary>
    /// <param name="text">What the user wrote.</param>
    /// <exception cref="Core.PipelineException"><c>bad_filter</c>: the message says what is wrong, and where.</exception>
    public static VectorFilter Parse(string text) => new(text, new FilterParser(text).Parse());

    /// <summary>Whether a record's metadata is as the filter wants it.</summary>
    /// <param name="metadata">The metadata.</param>
    public bool Matches(VectorMetadata metadata) => Conditions.All(c => c.Matches(metadata));

    /// <summary>The text that it was read from.</summary>
    public override string ToString() => _text;
}
