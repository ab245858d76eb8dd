using System.Buffers.Binary;

namespace Reelmill.Library.Vectors.Embedded;

/// <summary>Finds the blocks of a segment. What is not whole at its end was never acknowledged; what is not whole before that is damage.</summary>
/// <param name="stride">How many numbers a row of the collection takes.</param>
/// <param name="thorough">Whether zeros at the end may hide something, which only a writer has to know.</param>
internal sealed class SegmentScan(int stride, bool thorough)
{
    /// <summary>The segment with the blocks that follow those it has.</summary>
    /// <param name="segment">The segment so far.</param>
    /// <param name="committed">Up to where the collection's file says that it is whole.</param>
    /// <exception cref="LibraryException"><c>library_damaged</c>.</exception>
    public Segment Continue(Segment segment, long committed)
    {
        using var map = segment.Map.Hold();
        while (Next(map, segment, committed) is { } block)
        {
            segment = segment.Append(block);
        }

        return segment.Length >= committed && !HasLater(map, segment) ? segment : throw map.Damaged(segment.Length);
    }

    private Block? Next(MapLease map, Segment segment, long committed)
    {
        var offset = segment.Length;
        if (offset + BlockHeader.Size > map.Length
            || !BlockHeader.TryRead(map.Slice(offset, BlockHeader.Size), out var header)
            || (header.Segment, header.Sequence, header.Stride) != (segment.Id, (uint)segment.BlockCount, stride)
            || offset + header.Length > map.Length)
        {
            return null;
        }

        // Whatever the collection's file vouches for is checked when it is first read: that would be too much at the start.
        var block = new Block(offset, segment.Rows, header);
        return offset < committed || block.IsWhole(map) ? block : null;
    }

    /// <summary>Whether a block that was written later is there: then the one at the end was whole once.</summary>
    private bool HasLater(MapLease map, Segment segment)
    {
        var begin = segment.Length;
        if (begin + BlockHeader.Size > map.Length || (!thorough && BinaryPrimitives.ReadUInt32LittleEndian(map.Slice(begin, sizeof(uint))) == 0))
        {
            return false;
        }

        for (var at = begin + BlockHeader.Size; at + BlockHeader.Size <= map.Length; at += BlockHeader.Size)
        {
            var bytes = map.Slice(at, BlockHeader.Size);
            if (BlockHeader.MayBegin(bytes)
                && BlockHeader.TryRead(bytes, out var header)
                && header.Segment == segment.Id
                && header.Sequence > segment.BlockCount)
            {
                return true;
            }
        }

        return false;
    }
}
