namespace Reelmill.Library.Vectors.Embedded;

/// <summary>
/// Searches with an index: its candidates are scored exactly from the stored vectors, and what was written after it was
/// built is compared row by row. Replaced and deleted rows are left out, as in an exact search.
/// </summary>
internal static class HnswSearch
{
    /// <summary>A search for more hits than this compares everything: the recall was measured for ten.</summary>
    public const int MostHits = 1000;

    /// <summary>Candidates are cheap. With more than are wanted, replaced rows, filters and rounding to 16 bits cost no recall.</summary>
    private const int CandidatesForHit = 4;
    private const int LeastCandidates = 100;

    /// <summary>The best rows, in order; null when there are too few among the candidates, so that only an exact search knows.</summary>
    /// <param name="data">What to search.</param>
    /// <param name="index">An index that fits it.</param>
    /// <param name="query">A vector of length 1, of the stride's length.</param>
    /// <param name="count">How many rows at most.</param>
    /// <param name="filter">What their metadata must be; null for everything.</param>
    /// <param name="cancellationToken">Stops the search.</param>
    /// <exception cref="ObjectDisposedException">Another index has taken the place of this one.</exception>
    public static IReadOnlyList<VectorHit>? Run(
        SnapshotLease data, HnswIndex index, float[] query, int count, VectorFilter? filter, CancellationToken cancellationToken)
    {
        var (snapshot, indexed) = (data.Snapshot, index.Description.Segments);
        var places = indexed.Select(i => snapshot.PlaceOf(i.Id)).ToArray();
        var best = new TopRows(count, filter);
        foreach (var (segment, row) in index.Search(query.AsSpan(0, snapshot.File.Dimension), Math.Max(count * CandidatesForHit, LeastCandidates), cancellationToken))
        {
            Offer(best, snapshot.Segments[places[segment]], row, data.MapOf(places[segment]), query);
        }

        if (!best.IsFull)
        {
            return null;
        }

        var first = new int[snapshot.Segments.Length];
        for (var i = 0; i < places.Length; i++)
        {
            first[places[i]] = indexed[i].Blocks;
        }

        best.Add(ExactSearch.Best(data, query, count, filter, first, cancellationToken));
        return VectorHit.InOrder(best.Hits);
    }

    private static void Offer(TopRows best, VectorSegment segment, int row, MapLease map, float[] query)
    {
        if (!segment.IsDead(row))
        {
            var block = segment.BlockOf(row);
            var place = row - block.FirstRow;
            best.Offer(ExactSearch.Score(query, block.Vectors(map).Slice(place * query.Length, query.Length)), block, place, map);
        }
    }
}
