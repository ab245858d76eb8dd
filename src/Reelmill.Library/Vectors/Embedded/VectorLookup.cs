using System.Text;

namespace Reelmill.Library.Vectors.Embedded;

/// <summary>Finds the vector of a record by its id. Readers have no index of ids and scan the payloads of all rows, which costs less than a search.</summary>
internal static class VectorLookup
{
    public static float[]? Find(SnapshotLease data, string id, CancellationToken cancellationToken)
    {
        var (idBytes, segments) = (Encoding.UTF8.GetBytes(id), data.Snapshot.Segments);
        for (var s = 0; s < segments.Length; s++)
        {
            foreach (var block in segments[s].Blocks)
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (FindRow(segments[s], block, data.GetMap(s), idBytes) is { } row)
                {
                    var dimension = data.Snapshot.File.Dimension;
                    return block.GetVectors(data.GetMap(s)).Slice(row * BlockHeader.GetStride(dimension), dimension).ToArray();
                }
            }
        }

        return null;
    }

    private static int? FindRow(VectorSegment segment, Block block, MapLease map, byte[] id)
    {
        for (var row = 0; row < block.Header.Rows; row++)
        {
            if (!segment.IsDead(block.FirstRow + row) && RowPayload.ReadIdBytes(block.GetPayload(map, row)).SequenceEqual(id))
            {
                return row;
            }
        }

        return null;
    }
}
