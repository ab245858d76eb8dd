using System.Collections;

namespace Reelmill.Library.Vectors;

/// <summary>What a search found, best first, and how it looked.</summary>
/// <param name="hits">The hits, in order.</param>
public sealed class VectorHits(IReadOnlyList<VectorHit> hits) : IReadOnlyList<VectorHit>
{
    /// <summary>Whether an index was searched, so that a record may be missing. The scores are exact all the same.</summary>
    /// <value>False by default: every record was compared.</value>
    public bool IsApproximate { get; init; }

    /// <summary>The share of the ten nearest records that searches with the index found when it was built, from 0 to 1.</summary>
    /// <value>Null by default: the search was exact, or nobody measured it.</value>
    public double? Recall { get; init; }

    /// <summary>Why an index that is there was not used.</summary>
    /// <value>Null by default.</value>
    public VectorNote? Note { get; init; }

    /// <inheritdoc/>
    public int Count => hits.Count;

    /// <inheritdoc/>
    public VectorHit this[int index] => hits[index];

    /// <inheritdoc/>
    public IEnumerator<VectorHit> GetEnumerator() => hits.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}

/// <summary>Why a search was exact although an index would be faster.</summary>
/// <param name="Code"><c>index_damaged</c>, <c>index_outdated</c>, <c>index_unavailable</c>, <c>index_failed</c> or <c>index_missing</c>.</param>
/// <param name="Message">What is wrong with the index, and what to do.</param>
public sealed record VectorNote(string Code, string Message);
