using System.Buffers.Binary;
using Microsoft.Win32.SafeHandles;

namespace Reelmill.Library.Vectors.Embedded;

/// <summary>Finds the blocks of a segment. What is not whole at its end was never acknowledged; what is not whole before that is damage.</summary>
/// <remarks>
/// What lies behind the blocks takes no space, and so is read by calls: to read it where it is mapped can end the process,
/// when the disk is a full tmpfs.
/// </remarks>
/// <param name="stride">How many numbers a row of the collection takes.</param>
/// <param name="thorough">Whether zeros at the end may hide something, which only a writer has to know.</param>
internal sealed class SegmentScan(int stride, bool thorough)
{
    private const int Stretch = 256 * BlockHeader.Size;

    /// <summary>The segment with the blocks that follow those it has.</summary>
    /// <param name="segment">The segment so far.</param>
    /// <param name="committed">Up to where the collection's file says that it is whole.</param>
    /// <exception cref="FileNotFoundException">A compaction has removed the file.</exception>
    /// <exception cref="LibraryException"><c>library_damaged</c>.</exception>
    public VectorSegment Continue(VectorSegment segment, long committed)
    {
        using var map = segment.Map.Hold();
        using var file = File.OpenHandle(segment.Map.Path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        while (Next(file, map, segment, committed) is { } block)
        {
            segment = segment.Append(block);
        }

        return segment.Length >= committed && !HasLater(file, map.Length, segment) ? segment : throw map.Damaged(segment.Length);
    }

    private Block? Next(SafeFileHandle file, MapLease map, VectorSegment segment, long committed)
    {
        var offset = segment.Length;
        Span<byte> bytes = stackalloc byte[BlockHeader.Size];
        if (offset + BlockHeader.Size > map.Length
            || RandomAccess.Read(file, bytes, offset) < BlockHeader.Size
            || !BlockHeader.TryRead(bytes, out var header)
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
    private bool HasLater(SafeFileHandle file, long end, VectorSegment segment)
    {
        var begin = segment.Length;
        if (begin + BlockHeader.Size > end || (!thorough && !HasBytes(file, begin)))
        {
            return false;
        }

        var buffer = new byte[Stretch];
        for (var at = begin + BlockHeader.Size; at + BlockHeader.Size <= end; at += Stretch)
        {
            var count = RandomAccess.Read(file, buffer.AsSpan(0, (int)Math.Min(Stretch, end - at)), at);
            for (var i = 0; i + BlockHeader.Size <= count; i += BlockHeader.Size)
            {
                var bytes = buffer.AsSpan(i, BlockHeader.Size);
                if (BlockHeader.MayBegin(bytes)
                    && BlockHeader.TryRead(bytes, out var header)
                    && header.Segment == segment.Id
                    && header.Sequence > segment.BlockCount)
                {
                    return true;
                }
            }
        }

        return false;
    }

    private static bool HasBytes(SafeFileHandle file, long at)
    {
        Span<byte> bytes = stackalloc byte[sizeof(uint)];
        return RandomAccess.Read(file, bytes, at) == bytes.Length && BinaryPrimitives.ReadUInt32LittleEndian(bytes) != 0;
    }
}
