using System.Text;
using System.Text.RegularExpressions;
using Reelmill.Core;

namespace Reelmill.Library.Vectors;

/// <summary>Limits that every store shares, so that a collection can move from one store to another.</summary>
public static partial class CollectionRules
{
    internal const int MinDimension = 2;
    internal const int MaxDimension = 16_000;
    private const int MaxEmbedderBytes = 200;

    /// <summary>Checks that every store can use a name: it becomes a folder, a table name and a part of queries.</summary>
    /// <param name="name">The collection's name: <c>a</c> to <c>z</c>, digits and <c>_</c>; at most 40 characters, the first a letter.</param>
    /// <returns>The unchanged name.</returns>
    /// <exception cref="PipelineException"><c>bad_collection</c>: the name is not valid.</exception>
    public static string CheckName(string name) => NamePattern().IsMatch(name)
        ? name
        : throw InvalidCollection($"the name '{name}' is not valid", "Use at most 40 of a to z, 0 to 9 and _, starting with a letter");

    internal static void Check(string name, int dimension, string embedder)
    {
        CheckName(name);
        if (dimension is < MinDimension or > MaxDimension)
        {
            throw InvalidCollection($"a dimension of {dimension} is not valid", $"Use {MinDimension} to {MaxDimension}");
        }

        if (string.IsNullOrWhiteSpace(embedder) || embedder.Any(char.IsControl) || Encoding.UTF8.GetByteCount(embedder) > MaxEmbedderBytes)
        {
            throw InvalidCollection("the embedder's name is not valid", $"Give its name and version in at most {MaxEmbedderBytes} bytes, without control characters");
        }
    }

    internal static void CheckCount(int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, IVectorStore.MaxHits);
    }

    private static PipelineException InvalidCollection(string problem, string advice) =>
        new("bad_collection", $"Opening a collection: {problem}. {advice}.");

    [GeneratedRegex("^[a-z][a-z0-9_]{0,39}\\z", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex NamePattern();
}
