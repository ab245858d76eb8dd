using System.Text;

namespace Reelmill.Library.Vectors.Embedded;

/// <summary>Finds the vector of one row by its id. Readers have no index of ids: the texts of all rows are gone through, which costs less than a search.</summary>
internal static class RowVector
{
    public static float[]? Find(SnapshotLease data, string id, CancellationToken cancellationToken)
    {
        var (wanted, segments) = (Encoding.UTF8.GetBytes(id), data.Snapshot.Segments);
        for (var s = 0; s < segments.Length; s++)
        {
            foreach (var block in segments[s].Blocks)
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (RowOf(segments[s], block, data.MapOf(s), wanted) is { } row)
                {
                    var dimension = data.Snapshot.File.Dimension;
                    return block.Vectors(data.MapOf(s)).Slice(row * BlockHeader.StrideOf(dimension), dimension).ToArray();
                }
            }
        }

        return null;
    }

    private static int? RowOf(VectorSegment segment, Block block, MapLease map, byte[] id)
    {
        for (var row = 0; row < block.Header.Rows; row++)
        {
            if (!segment.IsDead(block.FirstRow + row) && RowText.IdBytes(block.Text(map, row)).SequenceEqual(id))
            {
                return row;
            }
        }

        return null;
    }
}
