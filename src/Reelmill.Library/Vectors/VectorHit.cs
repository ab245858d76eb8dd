namespace Reelmill.Library.Vectors;

/// <summary>A record that a search found.</summary>
/// <param name="Id">The record's id.</param>
/// <param name="Score">The cosine similarity of the record's vector and the query vector, from -1 to 1.</param>
/// <param name="Metadata">The record's metadata.</param>
public sealed record VectorHit(string Id, float Score, VectorMetadata Metadata)
{
    /// <summary>Compares two hits in result order: best first, equal scores by id.</summary>
    internal static int Compare(float score, string id, float otherScore, string otherId)
    {
        var byScore = otherScore.CompareTo(score);
        return byScore != 0 ? byScore : string.CompareOrdinal(id, otherId);
    }

    /// <summary>Returns the hits in result order.</summary>
    internal static IReadOnlyList<VectorHit> Sort(IEnumerable<VectorHit> hits)
    {
        var sorted = hits.ToArray();
        Array.Sort(sorted, static (a, b) => Compare(a.Score, a.Id, b.Score, b.Id));
        return sorted;
    }
}
