using System.Collections.Concurrent;
using System.Numerics.Tensors;

namespace Reelmill.Library.Vectors.Embedded;

/// <summary>
/// Compares a query with every row, on all processors. Each row's score is computed by itself and rows have a total order,
/// so that the result does not depend on how the work was divided.
/// </summary>
internal static class ExactSearch
{
    private const int RowsAtOnce = 4096;

    /// <summary>The best rows, in order.</summary>
    /// <param name="data">What to search.</param>
    /// <param name="query">A vector of length 1, of the stride's length.</param>
    /// <param name="count">How many rows at most.</param>
    /// <param name="filter">What their metadata must be; null for everything.</param>
    /// <param name="cancellationToken">Stops the search.</param>
    public static IReadOnlyList<VectorHit> Run(
        SnapshotLease data, float[] query, int count, VectorFilter? filter, CancellationToken cancellationToken) =>
        VectorHit.InOrder(Best(data, query, count, filter, new int[data.Snapshot.Segments.Length], cancellationToken).Hits);

    /// <summary>The best rows of the blocks that follow the first so many of each segment.</summary>
    public static TopRows Best(
        SnapshotLease data, float[] query, int count, VectorFilter? filter, int[] first, CancellationToken cancellationToken)
    {
        var best = new TopRows(count, filter);
        try
        {
            Parallel.ForEach(
                Partitioner.Create(Parts(data.Snapshot, first), EnumerablePartitionerOptions.NoBuffering),
                new ParallelOptions { CancellationToken = cancellationToken, MaxDegreeOfParallelism = Environment.ProcessorCount },
                () => new TopRows(count, filter),
                (part, _, mine) =>
                {
                    Search(data, part, query, mine);
                    return mine;
                },
                mine =>
                {
                    lock (best)
                    {
                        best.Add(mine);
                    }
                });
        }
        catch (AggregateException e) when (e.InnerExceptions is [LibraryException damaged, ..])
        {
            throw new LibraryException(damaged.Code, damaged.Message, e);
        }

        return best;
    }

    /// <summary>The cosine of two vectors of length 1.</summary>
    public static float Score(ReadOnlySpan<float> query, ReadOnlySpan<float> row) => Math.Clamp(TensorPrimitives.Dot(query, row), -1f, 1f);

    private static IEnumerable<(int Segment, Range Blocks)> Parts(Snapshot snapshot, int[] first)
    {
        for (var s = 0; s < snapshot.Segments.Length; s++)
        {
            var segment = snapshot.Segments[s];
            var (begin, rows) = (first[s], 0);
            for (var b = begin; b < segment.BlockCount; b++)
            {
                rows += segment.Blocks[b].Header.Rows;
                if (rows >= RowsAtOnce || b == segment.BlockCount - 1)
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
        var map = data.MapOf(part.Segment);
        foreach (var block in segment.Blocks[part.Blocks])
        {
            var vectors = block.Vectors(map);
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
