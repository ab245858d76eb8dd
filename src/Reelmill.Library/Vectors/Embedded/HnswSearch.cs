namespace Reelmill.Library.Vectors.Embedded;

/// <summary>
/// Searches with an index. Candidates are scored exactly from the stored vectors, and rows that were written after the
/// index was built are compared one by one. Replaced and deleted rows are left out, as in an exact search.
/// </summary>
internal static class HnswSearch
{
    /// <summary>The maximum number of hits of an approximate search. Larger searches are exact: the recall was measured for 10 hits.</summary>
    public const int MaxHits = 1000;

    /// <summary>The number of candidates for each hit. Candidates are cheap, and surplus ones make up for replaced rows, filters and rounding to 16 bits.</summary>
    private const int CandidatesPerHit = 4;
    private const int MinCandidates = 100;

    /// <summary>Finds the best rows and returns them best first; null when too few candidates pass the filter, so that only an exact search can answer.</summary>
    /// <param name="data">The rows to search.</param>
    /// <param name="index">An index that matches the snapshot.</param>
    /// <param name="query">The query vector, of length 1 and padded to the stride.</param>
    /// <param name="count">The maximum number of hits.</param>
    /// <param name="filter">Restricts hits by their metadata; null for no restriction.</param>
    /// <param name="cancellationToken">Stops the search.</param>
    /// <exception cref="ObjectDisposedException">A newer index has replaced this one.</exception>
    public static IReadOnlyList<VectorHit>? Run(
        SnapshotLease data, HnswIndex index, float[] query, int count, VectorFilter? filter, CancellationToken cancellationToken)
    {
        var (snapshot, indexed) = (data.Snapshot, index.Description.Segments);
        var segmentIndexes = indexed.Select(i => snapshot.IndexOf(i.Id)).ToArray();
        var best = new TopRows(count, filter);
        foreach (var (segment, row) in index.Search(query.AsSpan(0, snapshot.File.Dimension), Math.Max(count * CandidatesPerHit, MinCandidates), cancellationToken))
        {
            Offer(best, snapshot.Segments[segmentIndexes[segment]], row, data.GetMap(segmentIndexes[segment]), query);
        }

        if (!best.IsFull)
        {
            return null;
        }

        var firstBlocks = new int[snapshot.Segments.Length];
        for (var i = 0; i < segmentIndexes.Length; i++)
        {
            firstBlocks[segmentIndexes[i]] = indexed[i].Blocks;
        }

        best.Add(ExactSearch.FindTop(data, query, count, filter, firstBlocks, cancellationToken));
        return VectorHit.Sort(best.Hits);
    }

    private static void Offer(TopRows best, VectorSegment segment, int row, MapLease map, float[] query)
    {
        if (!segment.IsDead(row))
        {
            var block = segment.FindBlock(row);
            var rowInBlock = row - block.FirstRow;
            best.Offer(ExactSearch.Score(query, block.GetVectors(map).Slice(rowInBlock * query.Length, query.Length)), block, rowInBlock, map);
        }
    }
}
