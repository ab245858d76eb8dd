namespace Reelmill.Library.Vectors.Embedded;

/// <summary>What is known of one segment at one time. It never changes; what is written later makes another one.</summary>
/// <param name="Id">Its number, which no other segment of the collection ever has.</param>
/// <param name="Map">Its file.</param>
internal sealed record VectorSegment(uint Id, SegmentMap Map)
{
    private Block[] _blocks = [];
    private ulong[] _dead = [];

    /// <summary>How many blocks are known.</summary>
    public int BlockCount { get; private init; }

    /// <summary>How many rows they have, dead ones included.</summary>
    public int Rows { get; private init; }

    /// <summary>How many rows no longer count.</summary>
    public int DeadRows { get; private init; }

    /// <summary>Where the last block ends and the next one will begin.</summary>
    public long Length { get; private init; }

    public ReadOnlySpan<Block> Blocks => _blocks.AsSpan(0, BlockCount);

    /// <summary>The block that a row is in.</summary>
    public Block BlockOf(int row)
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

    /// <summary>The segment with one more block. Called by one thread at a time, with the newest segment.</summary>
    public VectorSegment Append(Block block)
    {
        // Older segments may share the array: they never look beyond their own count.
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

    /// <summary>The segment without some of its rows.</summary>
    public VectorSegment Bury(IEnumerable<int> rows)
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
