using System.Text;
using System.Text.RegularExpressions;
using Reelmill.Core;

namespace Reelmill.Library.Vectors;

/// <summary>What every store takes alike, so that a collection can move from one to another.</summary>
public static partial class CollectionRules
{
    internal const int LeastDimension = 2;
    internal const int MostDimension = 16_000;
    private const int MostEmbedderBytes = 200;

    /// <summary>Refuses a name that some store could not use: it becomes a folder, a table and a part of queries.</summary>
    /// <param name="name">The collection's name: <c>a</c> to <c>z</c>, digits and <c>_</c>, at most 40, a letter first.</param>
    /// <returns>The name.</returns>
    /// <exception cref="PipelineException"><c>bad_collection</c>: the name cannot be used.</exception>
    public static string Name(string name) => NamePattern().IsMatch(name)
        ? name
        : throw Bad($"the name '{name}'", "Use a to z, 0 to 9 and _, at most 40, a letter first");

    internal static void Check(string name, int dimension, string embedder)
    {
        Name(name);
        if (dimension is < LeastDimension or > MostDimension)
        {
            throw Bad($"a dimension of {dimension}", $"It is {LeastDimension} to {MostDimension}");
        }

        if (string.IsNullOrWhiteSpace(embedder) || embedder.Any(char.IsControl) || Encoding.UTF8.GetByteCount(embedder) > MostEmbedderBytes)
        {
            throw Bad("an embedder without a usable name", $"Give its name and version in at most {MostEmbedderBytes} bytes");
        }
    }

    internal static void CheckCount(int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, IVectorStore.MostHits);
    }

    private static PipelineException Bad(string what, string instead) =>
        new("bad_collection", $"Opening a collection: {what} cannot be used. {instead}.");

    [GeneratedRegex("^[a-z][a-z0-9_]{0,39}\\z", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex NamePattern();
}
