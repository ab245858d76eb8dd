using Reelmill.Pipelines.Items;
using Reelmill.Vision.Embedding;

namespace Reelmill.Pipelines.Index;

/// <summary>The recipe of <c>index</c>: what decides a vector, and where it is.</summary>
internal static class IndexRecipe
{
    /// <summary>Raised when the same picture gives another vector than before.</summary>
    private const string Version = "2";

    public static Recipe Of(IndexOptions options, IEmbedder embedder) => new(new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["collection"] = options.Collection,
        ["embedder"] = options.Embedder,
        ["embedder-version"] = embedder.Version,
        ["store"] = WithoutPassword(options.Store),
        ["version"] = Version,
    });

    /// <summary>The catalog holds no secrets: a password comes from the environment again.</summary>
    private static string WithoutPassword(string store)
    {
        var at = store.LastIndexOf('@');
        var user = store.IndexOf("://", StringComparison.Ordinal) + 3;
        var colon = at > user ? store.IndexOf(':', user) : -1;
        return colon >= 0 && colon < at ? store.Remove(colon, at - colon) : store;
    }
}
