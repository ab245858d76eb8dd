using System.Runtime.InteropServices;

namespace Reelmill.Library.Vectors.Embedded;

/// <summary>A block of a mapped segment. Its parts are checked the first time they are read in this process.</summary>
/// <param name="offset">Where it begins in its segment.</param>
/// <param name="firstRow">The place of its first row in the segment.</param>
/// <param name="header">Its header.</param>
internal sealed class Block(long offset, int firstRow, BlockHeader header)
{
    private volatile bool _vectorsChecked;
    private volatile bool _textChecked;

    public long Offset => offset;

    public int FirstRow => firstRow;

    public BlockHeader Header => header;

    /// <summary>Whether all of it is as it was written.</summary>
    public bool IsWhole(MapLease map) => VectorsHold(map) && TextHolds(map) && Checksum.Of(Bytes(map)[header.DeadPart]) == header.DeadSum;

    /// <summary>The vectors, one after the other, each with the stride's count of numbers.</summary>
    public ReadOnlySpan<float> Vectors(MapLease map) => VectorsHold(map)
        ? MemoryMarshal.Cast<byte, float>(Bytes(map)[header.VectorPart])
        : throw map.Damaged(offset);

    /// <summary>The rows that no longer count since this block was written.</summary>
    public ReadOnlySpan<RowPlace> Dead(MapLease map)
    {
        var bytes = Bytes(map)[header.DeadPart];
        return Checksum.Of(bytes) == header.DeadSum ? MemoryMarshal.Cast<byte, RowPlace>(bytes) : throw map.Damaged(offset);
    }

    /// <summary>A row's text.</summary>
    /// <param name="map">The mapped segment.</param>
    /// <param name="row">The row's place in the block.</param>
    public ReadOnlySpan<byte> Text(MapLease map, int row)
    {
        if (!TextHolds(map))
        {
            throw map.Damaged(offset);
        }

        var bytes = Bytes(map);
        var offsets = MemoryMarshal.Cast<byte, int>(bytes[header.OffsetBegin..header.TextBegin]);
        var end = row + 1 < offsets.Length ? offsets[row + 1] : header.TextBytes;
        return bytes[header.TextBegin..][offsets[row]..end];
    }

    private ReadOnlySpan<byte> Bytes(MapLease map) => map.Slice(offset, (int)header.Length);

    private bool VectorsHold(MapLease map) =>
        _vectorsChecked || (_vectorsChecked = Checksum.Of(Bytes(map)[header.VectorPart]) == header.VectorSum);

    private bool TextHolds(MapLease map) =>
        _textChecked || (_textChecked = Checksum.Of(Bytes(map)[header.TextPart]) == header.TextSum);
}
