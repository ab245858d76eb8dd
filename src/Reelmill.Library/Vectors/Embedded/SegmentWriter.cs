using Microsoft.Win32.SafeHandles;

namespace Reelmill.Library.Vectors.Embedded;

/// <summary>Appends blocks to a segment file.</summary>
internal sealed class SegmentWriter : IDisposable
{
    private const long FirstSize = 1 << 20;

    private readonly SafeFileHandle _handle;
    private readonly long _maxGrowthBytes;

    private SegmentWriter(SafeFileHandle handle, uint id, EmbeddedOptions options)
    {
        (_handle, Id, _maxGrowthBytes) = (handle, id, options.MaxGrowthBytes);
        Size = RandomAccess.GetLength(handle);
    }

    public uint Id { get; }

    /// <summary>The size of the file in bytes. The sparse zeros after the last block take no disk space.</summary>
    public long Size { get; private set; }

    /// <summary>The offset of the next block.</summary>
    public long Length { get; private set; }

    /// <summary>The number of blocks.</summary>
    public uint Blocks { get; private set; }

    public static SegmentWriter Create(string folder, uint id, EmbeddedOptions options)
    {
        var file = new SegmentWriter(OpenHandle(folder, id, FileMode.Create), id, options);
        file.Grow(FirstSize);
        return file;
    }

    /// <summary>Continues after a segment's last block. Overwrites the header of a block that a crash left incomplete there.</summary>
    public static SegmentWriter Reopen(string folder, VectorSegment segment, EmbeddedOptions options)
    {
        var file = new SegmentWriter(OpenHandle(folder, segment.Id, FileMode.Open), segment.Id, options)
        {
            Length = segment.Length,
            Blocks = (uint)segment.BlockCount,
        };
        file.Grow(segment.Length + BlockHeader.Size);
        RandomAccess.Write(file._handle, new byte[BlockHeader.Size], segment.Length);
        file.Flush();
        return file;
    }

    /// <summary>Appends a block, which is durable after <see cref="Flush"/>.</summary>
    public (long Offset, BlockHeader Header) Write(BlockBuilder builder)
    {
        var (bytes, header) = builder.Build(Id, Blocks);
        var offset = Length;
        Grow(offset + bytes.Length + BlockHeader.Size);

        // The header goes last: readers in other processes expect the rest of the block once they see the header.
        RandomAccess.Write(_handle, bytes.AsSpan(BlockHeader.Size), offset + BlockHeader.Size);
        RandomAccess.Write(_handle, bytes.AsSpan(0, BlockHeader.Size), offset);
        (Length, Blocks) = (offset + bytes.Length, Blocks + 1);
        return (offset, header);
    }

    public void Flush() => RandomAccess.FlushToDisk(_handle);

    public void Dispose() => _handle.Dispose();

    private static SafeFileHandle OpenHandle(string folder, uint id, FileMode mode) => File.OpenHandle(
        Path.Combine(folder, CollectionFile.SegmentName(id)), mode, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);

    private void Grow(long needed)
    {
        if (needed > Size)
        {
            Size = Math.Max(needed, Size + Math.Min(Size, _maxGrowthBytes));
            RandomAccess.SetLength(_handle, Size);
        }
    }
}
