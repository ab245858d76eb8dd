using System.Buffers.Binary;
using Microsoft.Win32.SafeHandles;

namespace Reelmill.Library.Vectors.Embedded;

/// <summary>Finds the blocks of a segment. An incomplete block at the end was never acknowledged and is ignored; an invalid block before the end is damage.</summary>
/// <remarks>
/// The space after the last block is sparse. The scanner reads it with system calls: on a full tmpfs, touching it through
/// the map can kill the process.
/// </remarks>
/// <param name="stride">The number of floats that a row of the collection takes.</param>
/// <param name="thorough">Whether to search for later blocks even behind zeros, which only a writer needs.</param>
internal sealed class SegmentScanner(int stride, bool thorough)
{
    private const int ScanBytes = 256 * BlockHeader.Size;

    /// <summary>Reads the blocks that follow the known ones and returns the extended segment.</summary>
    /// <param name="segment">The segment with the blocks known so far.</param>
    /// <param name="committed">The length up to which the collection file guarantees the segment to be intact.</param>
    /// <exception cref="FileNotFoundException">A compaction has removed the file.</exception>
    /// <exception cref="LibraryException"><c>library_damaged</c>: a block before the end is invalid.</exception>
    public VectorSegment Scan(VectorSegment segment, long committed)
    {
        using var map = segment.Map.AcquireLease();
        using var file = File.OpenHandle(segment.Map.Path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        while (ReadNext(file, map, segment, committed) is { } block)
        {
            segment = segment.Append(block);
        }

        return segment.Length >= committed && !HasLaterBlock(file, map.Length, segment) ? segment : throw map.Damaged(segment.Length);
    }

    private Block? ReadNext(SafeFileHandle file, MapLease map, VectorSegment segment, long committed)
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

        // Committed blocks are verified when they are first read: verifying all of them here would make opening slow.
        var block = new Block(offset, segment.Rows, header);
        return offset < committed || block.IsIntact(map) ? block : null;
    }

    /// <summary>Tells whether a later block follows. If so, the invalid block was complete once and is now damaged.</summary>
    private bool HasLaterBlock(SafeFileHandle file, long end, VectorSegment segment)
    {
        var begin = segment.Length;
        if (begin + BlockHeader.Size > end || (!thorough && !HasNonZeroBytes(file, begin)))
        {
            return false;
        }

        var buffer = new byte[ScanBytes];
        for (var at = begin + BlockHeader.Size; at + BlockHeader.Size <= end; at += ScanBytes)
        {
            var count = RandomAccess.Read(file, buffer.AsSpan(0, (int)Math.Min(ScanBytes, end - at)), at);
            for (var i = 0; i + BlockHeader.Size <= count; i += BlockHeader.Size)
            {
                var bytes = buffer.AsSpan(i, BlockHeader.Size);
                if (BlockHeader.HasMagic(bytes)
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

    private static bool HasNonZeroBytes(SafeFileHandle file, long at)
    {
        Span<byte> bytes = stackalloc byte[sizeof(uint)];
        return RandomAccess.Read(file, bytes, at) == bytes.Length && BinaryPrimitives.ReadUInt32LittleEndian(bytes) != 0;
    }
}
