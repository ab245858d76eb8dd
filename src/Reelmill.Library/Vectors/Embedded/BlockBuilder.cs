using System.Buffers;
using System.Runtime.InteropServices;

namespace Reelmill.Library.Vectors.Embedded;

/// <summary>Collects rows and makes the bytes of a block from them.</summary>
/// <param name="dimension">How many numbers each vector has.</param>
internal sealed class BlockBuilder(int dimension)
{
    private readonly int _stride = BlockHeader.StrideOf(dimension);
    private readonly ArrayBufferWriter<byte> _vectors = new();
    private readonly ArrayBufferWriter<byte> _texts = new();
    private readonly List<int> _offsets = [];
    private readonly List<RowPlace> _dead = [];

    public int Rows => _offsets.Count;

    public IReadOnlyList<RowPlace> Dead => _dead;

    /// <summary>The length that the block will have, or a little more.</summary>
    public long Bytes => (2 * BlockHeader.Size) + _vectors.WrittenCount + _texts.WrittenCount
        + ((long)Rows * sizeof(int)) + ((long)_dead.Count * RowPlace.Size);

    /// <summary>Adds a row.</summary>
    /// <param name="unit">A vector of length 1; what follows the dimension is not taken.</param>
    /// <param name="text">The row's text.</param>
    public void Add(ReadOnlySpan<float> unit, ReadOnlySpan<byte> text)
    {
        var row = MemoryMarshal.Cast<byte, float>(_vectors.GetSpan(_stride * sizeof(float)))[.._stride];
        unit[..dimension].CopyTo(row);
        row[dimension..].Clear();
        _vectors.Advance(_stride * sizeof(float));
        _offsets.Add(_texts.WrittenCount);
        _texts.Write(text);
    }

    /// <summary>Says that an older row no longer counts.</summary>
    public void Bury(RowPlace place) => _dead.Add(place);

    /// <summary>The whole block, and its header.</summary>
    public (byte[] Bytes, BlockHeader Header) Build(uint segment, uint sequence)
    {
        var header = new BlockHeader
        {
            Segment = segment,
            Sequence = sequence,
            Rows = Rows,
            Dead = _dead.Count,
            TextBytes = _texts.WrittenCount,
            Stride = _stride,
        };
        header.Length = header.LengthOf();
        var bytes = new byte[header.Length];
        var block = bytes.AsSpan();
        _vectors.WrittenSpan.CopyTo(block[header.VectorPart]);
        MemoryMarshal.AsBytes(CollectionsMarshal.AsSpan(_dead)).CopyTo(block[header.DeadPart]);
        MemoryMarshal.AsBytes(CollectionsMarshal.AsSpan(_offsets)).CopyTo(block[header.OffsetBegin..]);
        _texts.WrittenSpan.CopyTo(block[header.TextBegin..]);
        header.VectorSum = Checksum.Of(block[header.VectorPart]);
        header.DeadSum = Checksum.Of(block[header.DeadPart]);
        header.TextSum = Checksum.Of(block[header.TextPart]);
        header.Write(block);
        return (bytes, header);
    }
}
