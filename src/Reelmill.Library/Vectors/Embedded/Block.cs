using System.Runtime.InteropServices;

namespace Reelmill.Library.Vectors.Embedded;

/// <summary>A block of a mapped segment. Each part's checksum is verified when this process first reads the part.</summary>
/// <param name="offset">The block's offset in the segment, in bytes.</param>
/// <param name="firstRow">The number of the block's first row within the segment.</param>
/// <param name="header">The block's header.</param>
internal sealed class Block(long offset, int firstRow, BlockHeader header)
{
    private volatile bool _vectorsVerified;
    private volatile bool _payloadVerified;

    public long Offset => offset;

    public int FirstRow => firstRow;

    public BlockHeader Header => header;

    /// <summary>Verifies the checksums of all parts.</summary>
    public bool IsIntact(MapLease map) => VerifyVectors(map) && VerifyPayload(map) && Checksum.Compute(GetBytes(map)[header.DeadPart]) == header.DeadChecksum;

    /// <summary>Returns the vectors one after the other, each padded to the stride.</summary>
    public ReadOnlySpan<float> GetVectors(MapLease map) => VerifyVectors(map)
        ? MemoryMarshal.Cast<byte, float>(GetBytes(map)[header.VectorPart])
        : throw map.Damaged(offset);

    /// <summary>Returns the older rows that this block replaces or deletes.</summary>
    public ReadOnlySpan<RowLocation> GetDeadRows(MapLease map)
    {
        var bytes = GetBytes(map)[header.DeadPart];
        return Checksum.Compute(bytes) == header.DeadChecksum ? MemoryMarshal.Cast<byte, RowLocation>(bytes) : throw map.Damaged(offset);
    }

    /// <summary>Returns a row's payload.</summary>
    /// <param name="map">The mapped segment.</param>
    /// <param name="row">The number of the row within the block.</param>
    public ReadOnlySpan<byte> GetPayload(MapLease map, int row)
    {
        if (!VerifyPayload(map))
        {
            throw map.Damaged(offset);
        }

        var bytes = GetBytes(map);
        var offsets = MemoryMarshal.Cast<byte, int>(bytes[header.OffsetBegin..header.PayloadBegin]);
        var end = row + 1 < offsets.Length ? offsets[row + 1] : header.PayloadBytes;
        return bytes[header.PayloadBegin..][offsets[row]..end];
    }

    private ReadOnlySpan<byte> GetBytes(MapLease map) => map.Slice(offset, (int)header.Length);

    private bool VerifyVectors(MapLease map) =>
        _vectorsVerified || (_vectorsVerified = Checksum.Compute(GetBytes(map)[header.VectorPart]) == header.VectorChecksum);

    private bool VerifyPayload(MapLease map) =>
        _payloadVerified || (_payloadVerified = Checksum.Compute(GetBytes(map)[header.PayloadPart]) == header.PayloadChecksum);
}
