using System.Collections.Concurrent;
using System.Numerics.Tensors;

namespace Reelmill.Library.Vectors.Embedded;

/// <summary>
/// Compares a query vector with every live row, on all processors. Each score is computed independently and hits have a
/// total order, so the result does not depend on how the work was divided.
/// </summary>
internal static class ExactSearch
{
    private const int RowsPerPart = 4096;

    /// <summary>Finds the best rows and returns them best first.</summary>
    /// <param name="data">The rows to search.</param>
    /// <param name="query">The query vector, of length 1 and padded to the stride.</param>
    /// <param name="count">The maximum number of hits.</param>
    /// <param name="filter">Restricts hits by their metadata; null for no restriction.</param>
    /// <param name="cancellationToken">Stops the search.</param>
    public static IReadOnlyList<VectorHit> Run(
        SnapshotLease data, float[] query, int count, VectorFilter? filter, CancellationToken cancellationToken) =>
        VectorHit.Sort(FindTop(data, query, count, filter, new int[data.Snapshot.Segments.Length], cancellationToken).Hits);

    /// <summary>Finds the best rows of each segment's blocks from <paramref name="firstBlocks"/> on, which has one block number for each segment.</summary>
    public static TopRows FindTop(
        SnapshotLease data, float[] query, int count, VectorFilter? filter, int[] firstBlocks, CancellationToken cancellationToken)
    {
        var best = new TopRows(count, filter);
        try
        {
            Parallel.ForEach(
                Partitioner.Create(SplitIntoParts(data.Snapshot, firstBlocks), EnumerablePartitionerOptions.NoBuffering),
                new ParallelOptions { CancellationToken = cancellationToken, MaxDegreeOfParallelism = Environment.ProcessorCount },
                () => new TopRows(count, filter),
                (part, _, local) =>
                {
                    Search(data, part, query, local);
                    return local;
                },
                local =>
                {
                    lock (best)
                    {
                        best.Add(local);
                    }
                });
        }
        catch (AggregateException e) when (e.InnerExceptions is [LibraryException damaged, ..])
        {
            throw new LibraryException(damaged.Code, damaged.Message, e);
        }

        return best;
    }

    /// <summary>Computes the cosine similarity of two vectors of length 1.</summary>
    public static float Score(ReadOnlySpan<float> query, ReadOnlySpan<float> row) => Math.Clamp(TensorPrimitives.Dot(query, row), -1f, 1f);

    private static IEnumerable<(int Segment, Range Blocks)> SplitIntoParts(Snapshot snapshot, int[] firstBlocks)
    {
        for (var s = 0; s < snapshot.Segments.Length; s++)
        {
            var segment = snapshot.Segments[s];
            var (begin, rows) = (firstBlocks[s], 0);
            for (var b = begin; b < segment.BlockCount; b++)
            {
                rows += segment.Blocks[b].Header.Rows;
                if (rows >= RowsPerPart || b == segment.BlockCount - 1)
                {
                    yield return (s, begin..(b + 1));
                    (begin, rows) = (b + 1, 0);
                }
            }
        }
    }

    private static void Search(SnapshotLease data, (int Segment, Range Blocks) part, float[] query, TopRows best)
    {
        var segment = data.Snapshot.Segments[part.Segment];
        var map = data.GetMap(part.Segment);
        foreach (var block in segment.Blocks[part.Blocks])
        {
            var vectors = block.GetVectors(map);
            for (var i = 0; i < block.Header.Rows; i++)
            {
                if (!segment.IsDead(block.FirstRow + i))
                {
                    best.Offer(Score(query, vectors.Slice(i * query.Length, query.Length)), block, i, map);
                }
            }
        }
    }
}
