using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Reelmill.Library.Vectors.Embedded;

/// <summary>
/// The 64-byte header of a block. One call writes one block: the vectors, each padded with zeros to a multiple of 64 bytes;
/// the older rows that the block replaces or deletes; the offset of each row's payload; the payloads. A block begins and
/// ends at a multiple of 64 bytes, so that every vector is aligned.
/// </summary>
[StructLayout(LayoutKind.Explicit, Size = Size)]
internal struct BlockHeader
{
    public const int Size = 64;
    private const int Alignment = 64;
    private const uint Magic = 0x31_42_56_52;
    private const int ChecksumOffset = sizeof(uint);
    private const int ChecksumEnd = 2 * sizeof(uint);

    // The first 8 bytes are the magic number and the checksum of the header itself.
    [FieldOffset(8)]
    public uint Segment;
    [FieldOffset(12)]
    public uint Sequence;
    [FieldOffset(16)]
    public int Rows;
    [FieldOffset(20)]
    public int DeadRows;
    [FieldOffset(24)]
    public int PayloadBytes;
    [FieldOffset(28)]
    public int Stride;
    [FieldOffset(32)]
    public uint VectorChecksum;
    [FieldOffset(36)]
    public uint DeadChecksum;
    [FieldOffset(40)]
    public uint PayloadChecksum;
    [FieldOffset(48)]
    public long Length;

    /// <summary>The range of the vectors in the block.</summary>
    public readonly Range VectorPart => Size..DeadBegin;

    /// <summary>The range of the locations of replaced and deleted rows.</summary>
    public readonly Range DeadPart => DeadBegin..OffsetBegin;

    /// <summary>The range of the payload offsets and of the payloads after them.</summary>
    public readonly Range PayloadPart => OffsetBegin..(PayloadBegin + PayloadBytes);

    public readonly int OffsetBegin => DeadBegin + (DeadRows * RowLocation.Size);

    public readonly int PayloadBegin => OffsetBegin + (Rows * sizeof(int));

    private readonly int DeadBegin => Size + (Rows * Stride * sizeof(float));

    /// <summary>Returns the number of floats that a row takes, padding included, so that the next row is aligned.</summary>
    public static int GetStride(int dimension) => (int)Align((long)dimension * sizeof(float)) / sizeof(float);

    /// <summary>Reads a header; returns false when the bytes are not an intact header.</summary>
    public static bool TryRead(ReadOnlySpan<byte> bytes, out BlockHeader header)
    {
        header = MemoryMarshal.Read<BlockHeader>(bytes);
        return HasMagic(bytes)
            && BinaryPrimitives.ReadUInt32LittleEndian(bytes[ChecksumOffset..]) == Checksum.Compute(bytes[ChecksumEnd..Size])
            && header is { Rows: >= 0, DeadRows: >= 0, PayloadBytes: >= 0, Stride: > 0, Length: <= int.MaxValue }
            && header.Length == header.ComputeLength();
    }

    /// <summary>Tells whether the bytes can begin a header: a quick check for scans.</summary>
    public static bool HasMagic(ReadOnlySpan<byte> bytes) => BinaryPrimitives.ReadUInt32LittleEndian(bytes) == Magic;

    /// <summary>Computes the block's length from the sizes of its parts.</summary>
    public readonly long ComputeLength() => Align(
        Size + ((long)Rows * ((Stride * sizeof(float)) + sizeof(int))) + ((long)DeadRows * RowLocation.Size) + PayloadBytes);

    public readonly void Write(Span<byte> bytes)
    {
        MemoryMarshal.Write(bytes, in this);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, Magic);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[ChecksumOffset..], Checksum.Compute(bytes[ChecksumEnd..Size]));
    }

    private static long Align(long bytes) => (bytes + Alignment - 1) & -Alignment;
}
