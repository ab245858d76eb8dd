using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Reelmill.Library.Vectors.Embedded;

/// <summary>Where each id's row is. Only writers need it; ids are kept as half of their SHA-256, in 16 bytes.</summary>
internal sealed class RowIndex
{
    private readonly Dictionary<UInt128, RowPlace> _places;

    private RowIndex(int capacity) => _places = new(capacity);

    public static RowIndex Read(SnapshotLease data, CancellationToken cancellationToken)
    {
        var segments = data.Snapshot.Segments;
        var index = new RowIndex((int)(data.Snapshot.Rows - data.Snapshot.DeadRows));
        for (var s = 0; s < segments.Length; s++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            foreach (var block in segments[s].Blocks)
            {
                index.Add(segments[s], block, data.MapOf(s));
            }
        }

        return index;
    }

    public static UInt128 KeyOf(ReadOnlySpan<byte> id)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(id, hash);
        return BinaryPrimitives.ReadUInt128LittleEndian(hash);
    }

    public bool TryFind(UInt128 key, out RowPlace place) => _places.TryGetValue(key, out place);

    public void Set(UInt128 key, RowPlace place) => _places[key] = place;

    public void Remove(UInt128 key) => _places.Remove(key);

    private void Add(VectorSegment segment, Block block, MapLease map)
    {
        for (var i = 0; i < block.Header.Rows; i++)
        {
            var row = block.FirstRow + i;
            if (!segment.IsDead(row))
            {
                _places[KeyOf(RowText.IdBytes(block.Text(map, i)))] = new RowPlace(segment.Id, row);
            }
        }
    }
}
