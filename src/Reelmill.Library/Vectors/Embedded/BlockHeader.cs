using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Reelmill.Library.Vectors.Embedded;

/// <summary>
/// What each block of a segment begins with, in 64 bytes. A block is what one call wrote: the vectors, each filled up with
/// zeros to 64 bytes; the rows that it replaces or deletes; where each row's text is; the texts. It begins and ends at a
/// multiple of 64 bytes, so that every vector is aligned.
/// </summary>
[StructLayout(LayoutKind.Explicit, Size = Size)]
internal struct BlockHeader
{
    public const int Size = 64;
    private const int Alignment = 64;
    private const uint RightMagic = 0x31_42_56_52;
    private const int SumAt = sizeof(uint);
    private const int SumEnd = 2 * sizeof(uint);

    // The first 8 bytes are a mark and the header's own checksum.
    [FieldOffset(8)]
    public uint Segment;
    [FieldOffset(12)]
    public uint Sequence;
    [FieldOffset(16)]
    public int Rows;
    [FieldOffset(20)]
    public int Dead;
    [FieldOffset(24)]
    public int TextBytes;
    [FieldOffset(28)]
    public int Stride;
    [FieldOffset(32)]
    public uint VectorSum;
    [FieldOffset(36)]
    public uint DeadSum;
    [FieldOffset(40)]
    public uint TextSum;
    [FieldOffset(48)]
    public long Length;

    /// <summary>Where the vectors are in the block.</summary>
    public readonly Range VectorPart => Size..DeadBegin;

    /// <summary>Where the rows are that no longer count.</summary>
    public readonly Range DeadPart => DeadBegin..OffsetBegin;

    /// <summary>Where the offsets of the texts are, and the texts after them.</summary>
    public readonly Range TextPart => OffsetBegin..(TextBegin + TextBytes);

    public readonly int OffsetBegin => DeadBegin + (Dead * RowPlace.Size);

    public readonly int TextBegin => OffsetBegin + (Rows * sizeof(int));

    private readonly int DeadBegin => Size + (Rows * Stride * sizeof(float));

    /// <summary>How many numbers a row takes so that the next one is aligned.</summary>
    public static int StrideOf(int dimension) => (int)Align((long)dimension * sizeof(float)) / sizeof(float);

    /// <summary>Reads a header; false when there is none, or not a whole one.</summary>
    public static bool TryRead(ReadOnlySpan<byte> bytes, out BlockHeader header)
    {
        header = MemoryMarshal.Read<BlockHeader>(bytes);
        return MayBegin(bytes)
            && BinaryPrimitives.ReadUInt32LittleEndian(bytes[SumAt..]) == Checksum.Of(bytes[SumEnd..Size])
            && header is { Rows: >= 0, Dead: >= 0, TextBytes: >= 0, Stride: > 0, Length: <= int.MaxValue }
            && header.Length == header.LengthOf();
    }

    /// <summary>A quick look, for those who look at many places.</summary>
    public static bool MayBegin(ReadOnlySpan<byte> bytes) => BinaryPrimitives.ReadUInt32LittleEndian(bytes) == RightMagic;

    /// <summary>The block's length, by its parts.</summary>
    public readonly long LengthOf() => Align(
        Size + ((long)Rows * ((Stride * sizeof(float)) + sizeof(int))) + ((long)Dead * RowPlace.Size) + TextBytes);

    public readonly void Write(Span<byte> bytes)
    {
        MemoryMarshal.Write(bytes, in this);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, RightMagic);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[SumAt..], Checksum.Of(bytes[SumEnd..Size]));
    }

    private static long Align(long bytes) => (bytes + Alignment - 1) & -Alignment;
}
