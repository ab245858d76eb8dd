using Reelmill.Pipelines.Items;
using Reelmill.Vision.Embedding;

namespace Reelmill.Pipelines.Index;

/// <summary>The recipe of <c>index</c>: what determines a vector, and where it is stored.</summary>
internal static class IndexRecipe
{
    /// <summary>The version of the recipe; raised when the same image gives another vector than before.</summary>
    private const string Version = "2";

    public static Recipe Create(IndexOptions options, IEmbedder embedder) => new(new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["collection"] = options.Collection,
        ["embedder"] = options.Embedder,
        ["embedder-version"] = embedder.Version,
        ["store"] = RemovePassword(options.Store),
        ["version"] = Version,
    });

    /// <summary>Removes the password from a store URI, because the catalog holds no secrets; a retry takes the password from the environment.</summary>
    private static string RemovePassword(string store)
    {
        var at = store.LastIndexOf('@');
        var user = store.IndexOf("://", StringComparison.Ordinal) + 3;
        var colon = at > user ? store.IndexOf(':', user) : -1;
        return colon >= 0 && colon < at ? store.Remove(colon, at - colon) : store;
    }
}
