using System.Buffers;
using System.Runtime.InteropServices;

namespace Reelmill.Library.Vectors.Embedded;

/// <summary>Collects rows and builds the bytes of a block.</summary>
/// <param name="dimension">The dimension of the vectors.</param>
internal sealed class BlockBuilder(int dimension)
{
    private readonly int _stride = BlockHeader.GetStride(dimension);
    private readonly ArrayBufferWriter<byte> _vectors = new();
    private readonly ArrayBufferWriter<byte> _payloads = new();
    private readonly List<int> _offsets = [];
    private readonly List<RowLocation> _dead = [];

    public int Rows => _offsets.Count;

    public IReadOnlyList<RowLocation> DeadRows => _dead;

    /// <summary>An upper bound of the block's length in bytes, too high by at most 64 bytes.</summary>
    public long Bytes => (2 * BlockHeader.Size) + _vectors.WrittenCount + _payloads.WrittenCount
        + ((long)Rows * sizeof(int)) + ((long)_dead.Count * RowLocation.Size);

    /// <summary>Adds a row.</summary>
    /// <param name="unit">The vector, of length 1; padding after the dimension is ignored.</param>
    /// <param name="payload">The row's payload.</param>
    public void Add(ReadOnlySpan<float> unit, ReadOnlySpan<byte> payload)
    {
        var row = MemoryMarshal.Cast<byte, float>(_vectors.GetSpan(_stride * sizeof(float)))[.._stride];
        unit[..dimension].CopyTo(row);
        row[dimension..].Clear();
        _vectors.Advance(_stride * sizeof(float));
        _offsets.Add(_payloads.WrittenCount);
        _payloads.Write(payload);
    }

    /// <summary>Marks an older row as replaced or deleted.</summary>
    public void MarkDead(RowLocation location) => _dead.Add(location);

    /// <summary>Builds the block; returns all its bytes and its header.</summary>
    public (byte[] Bytes, BlockHeader Header) Build(uint segment, uint sequence)
    {
        var header = new BlockHeader
        {
            Segment = segment,
            Sequence = sequence,
            Rows = Rows,
            DeadRows = _dead.Count,
            PayloadBytes = _payloads.WrittenCount,
            Stride = _stride,
        };
        header.Length = header.ComputeLength();
        var bytes = new byte[header.Length];
        var block = bytes.AsSpan();
        _vectors.WrittenSpan.CopyTo(block[header.VectorPart]);
        MemoryMarshal.AsBytes(CollectionsMarshal.AsSpan(_dead)).CopyTo(block[header.DeadPart]);
        MemoryMarshal.AsBytes(CollectionsMarshal.AsSpan(_offsets)).CopyTo(block[header.OffsetBegin..]);
        _payloads.WrittenSpan.CopyTo(block[header.PayloadBegin..]);
        header.VectorChecksum = Checksum.Compute(block[header.VectorPart]);
        header.DeadChecksum = Checksum.Compute(block[header.DeadPart]);
        header.PayloadChecksum = Checksum.Compute(block[header.PayloadPart]);
        header.Write(block);
        return (bytes, header);
    }
}
