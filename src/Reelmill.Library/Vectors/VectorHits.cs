using System.Collections;

namespace Reelmill.Library.Vectors;

/// <summary>The hits of a search, best first, and whether the search was exact.</summary>
/// <param name="hits">The hits, best first.</param>
public sealed class VectorHits(IReadOnlyList<VectorHit> hits) : IReadOnlyList<VectorHit>
{
    /// <summary>Whether an index was searched, so that a neighbor may be missing. The scores are exact in any case.</summary>
    /// <value>False by default: the search compared every record.</value>
    public bool IsApproximate { get; init; }

    /// <summary>The recall at 10 of the index, from 0 to 1, measured when the index was built.</summary>
    /// <value>Null by default: the search was exact, or the recall was not measured.</value>
    public double? Recall { get; init; }

    /// <summary>The reason why an existing index was not used.</summary>
    /// <value>Null by default: the index was used, or there is none.</value>
    public SearchNote? Note { get; init; }

    /// <inheritdoc/>
    public int Count => hits.Count;

    /// <inheritdoc/>
    public VectorHit this[int index] => hits[index];

    /// <inheritdoc/>
    public IEnumerator<VectorHit> GetEnumerator() => hits.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}

/// <summary>Explains why a search was exact although an index would be faster.</summary>
/// <param name="Code"><c>index_damaged</c>, <c>index_outdated</c>, <c>index_unavailable</c>, <c>index_failed</c> or <c>index_missing</c>.</param>
/// <param name="Message">The problem with the index, and the remedy.</param>
public sealed record SearchNote(string Code, string Message);
