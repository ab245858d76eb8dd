using Microsoft.Win32.SafeHandles;

namespace Reelmill.Library.Vectors.Embedded;

/// <summary>A segment's file while it is written to.</summary>
internal sealed class SegmentFile : IDisposable
{
    private const long FirstSize = 1 << 20;

    private readonly SafeFileHandle _handle;
    private readonly long _mostGrowth;

    private SegmentFile(SafeFileHandle handle, uint id, EmbeddedOptions options)
    {
        (_handle, Id, _mostGrowth) = (handle, id, options.MostGrowth);
        Size = RandomAccess.GetLength(handle);
    }

    public uint Id { get; }

    /// <summary>The file's size; what is behind the last block is zeros that take no space.</summary>
    public long Size { get; private set; }

    /// <summary>Where the next block begins.</summary>
    public long Length { get; private set; }

    /// <summary>How many blocks there are.</summary>
    public uint Blocks { get; private set; }

    public static SegmentFile Create(string folder, uint id, EmbeddedOptions options)
    {
        var file = new SegmentFile(OpenHandle(folder, id, FileMode.Create), id, options);
        file.Grow(FirstSize);
        return file;
    }

    /// <summary>Goes on after a segment's last block. What a crash left there stops looking like a block.</summary>
    public static SegmentFile Continue(string folder, VectorSegment segment, EmbeddedOptions options)
    {
        var file = new SegmentFile(OpenHandle(folder, segment.Id, FileMode.Open), segment.Id, options)
        {
            Length = segment.Length,
            Blocks = (uint)segment.BlockCount,
        };
        file.Grow(segment.Length + BlockHeader.Size);
        RandomAccess.Write(file._handle, new byte[BlockHeader.Size], segment.Length);
        file.Flush();
        return file;
    }

    /// <summary>Writes a block after the last one; it is durable after a flush.</summary>
    public (long Offset, BlockHeader Header) Write(BlockBuilder builder)
    {
        var (bytes, header) = builder.Build(Id, Blocks);
        var offset = Length;
        Grow(offset + bytes.Length + BlockHeader.Size);

        // The header last: other processes look for it, and then take the rest to be there.
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
            Size = Math.Max(needed, Size + Math.Min(Size, _mostGrowth));
            RandomAccess.SetLength(_handle, Size);
        }
    }
}
