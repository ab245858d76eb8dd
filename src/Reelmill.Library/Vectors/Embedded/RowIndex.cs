using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Reelmill.Library.Vectors.Embedded;

/// <summary>Maps each id to the location of its row. Only writers need it. An id is represented by the first 16 bytes of its SHA-256.</summary>
internal sealed class RowIndex
{
    private readonly Dictionary<UInt128, RowLocation> _locations;

    private RowIndex(int capacity) => _locations = new(capacity);

    public static RowIndex Read(SnapshotLease data, CancellationToken cancellationToken)
    {
        var segments = data.Snapshot.Segments;
        var index = new RowIndex((int)(data.Snapshot.Rows - data.Snapshot.DeadRows));
        for (var s = 0; s < segments.Length; s++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            foreach (var block in segments[s].Blocks)
            {
                index.Add(segments[s], block, data.GetMap(s));
            }
        }

        return index;
    }

    public static UInt128 HashId(ReadOnlySpan<byte> id)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(id, hash);
        return BinaryPrimitives.ReadUInt128LittleEndian(hash);
    }

    public bool TryFind(UInt128 key, out RowLocation location) => _locations.TryGetValue(key, out location);

    public void Set(UInt128 key, RowLocation location) => _locations[key] = location;

    public void Remove(UInt128 key) => _locations.Remove(key);

    private void Add(VectorSegment segment, Block block, MapLease map)
    {
        for (var i = 0; i < block.Header.Rows; i++)
        {
            var row = block.FirstRow + i;
            if (!segment.IsDead(row))
            {
                _locations[HashId(RowPayload.ReadIdBytes(block.GetPayload(map, i)))] = new RowLocation(segment.Id, row);
            }
        }
    }
}
