namespace Reelmill.Library.Vectors.Embedded;

/// <summary>An immutable view of one segment at one point in time. Later writes produce new views.</summary>
/// <param name="Id">The segment's id, which the collection never uses again.</param>
/// <param name="Map">The mapped segment file.</param>
internal sealed record VectorSegment(uint Id, SegmentMap Map)
{
    private Block[] _blocks = [];
    private ulong[] _dead = [];

    /// <summary>The number of known blocks.</summary>
    public int BlockCount { get; private init; }

    /// <summary>The number of rows in the known blocks, dead ones included.</summary>
    public int Rows { get; private init; }

    /// <summary>The number of dead rows, which were replaced or deleted.</summary>
    public int DeadRows { get; private init; }

    /// <summary>The end of the last block, where the next one begins.</summary>
    public long Length { get; private init; }

    public ReadOnlySpan<Block> Blocks => _blocks.AsSpan(0, BlockCount);

    /// <summary>Finds the block that contains a row.</summary>
    public Block FindBlock(int row)
    {
        var (low, high) = (0, BlockCount - 1);
        while (low < high)
        {
            var middle = (low + high + 1) / 2;
            (low, high) = _blocks[middle].FirstRow <= row ? (middle, high) : (low, middle - 1);
        }

        return _blocks[low];
    }

    public bool IsDead(int row) => (row >> 6) is var word && word < _dead.Length && ((_dead[word] >> row) & 1) != 0;

    /// <summary>Returns the segment with one more block. Must be called on the newest view, by one thread at a time.</summary>
    public VectorSegment Append(Block block)
    {
        // Older views may share the array: they never read beyond their own block count.
        var blocks = _blocks;
        if (blocks.Length == BlockCount)
        {
            Array.Resize(ref blocks, Math.Max(16, 2 * BlockCount));
        }

        blocks[BlockCount] = block;
        return this with
        {
            _blocks = blocks,
            BlockCount = BlockCount + 1,
            Rows = Rows + block.Header.Rows,
            Length = block.Offset + block.Header.Length,
        };
    }

    /// <summary>Returns the segment with more rows marked as dead.</summary>
    public VectorSegment MarkDead(IEnumerable<int> rows)
    {
        var dead = new ulong[(Rows + 63) / 64];
        _dead.CopyTo(dead, 0);
        var count = DeadRows;
        foreach (var row in rows)
        {
            var bit = 1UL << row;
            count += (dead[row >> 6] & bit) == 0 ? 1 : 0;
            dead[row >> 6] |= bit;
        }

        return this with { _dead = dead, DeadRows = count };
    }
}
