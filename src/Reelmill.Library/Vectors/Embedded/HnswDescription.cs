using System.Buffers.Binary;
using System.Numerics;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.Win32.SafeHandles;

namespace Reelmill.Library.Vectors.Embedded;

/// <summary>Identifies the blocks of a segment that an index covers.</summary>
/// <param name="Id">The id of the segment.</param>
/// <param name="Blocks">The number of covered blocks, counted from the first.</param>
/// <param name="Sum">A checksum of the checksums of these blocks.</param>
internal sealed record IndexedSegment(uint Id, int Blocks, uint Sum);

/// <summary>
/// The description at the end of an index file, after the graph: JSON, followed by the JSON's length, its checksum and a
/// magic number. The description is written last, so a truncated file has none.
/// </summary>
/// <param name="Instance">The collection's instance id, which differs after the collection was dropped and created again.</param>
/// <param name="Dimension">The dimension of the vectors.</param>
/// <param name="Segments">The indexed segments. A row's key has the position of its segment in this list and the row's number in the segment.</param>
/// <param name="Rows">The number of indexed rows.</param>
/// <param name="Above">The size of the collection below which searches ignore the index.</param>
/// <param name="Recall">The recall at 10, from 0 to 1, measured when the index was built.</param>
/// <param name="Length">The length of the graph in bytes.</param>
/// <param name="Sum">The checksum of the graph.</param>
internal sealed record HnswDescription(
    string Instance, int Dimension, IReadOnlyList<IndexedSegment> Segments, long Rows, long Above, double Recall, long Length, uint Sum)
{
    /// <summary>The format of the file; increase it when the layout changes, or the version of USearch that defines the graph's layout.</summary>
    private const int CurrentFormat = 1;
    private const int TailSize = 16;
    private const int MaxJsonBytes = 1 << 24;
    private const ulong Magic = 0x31_57_53_4E_48_4D_4C_52;

    public int Format { get; init; } = CurrentFormat;

    /// <summary>Reads the description at the end of a file; null when there is no usable one.</summary>
    public static HnswDescription? Read(SafeFileHandle file)
    {
        var length = RandomAccess.GetLength(file);
        Span<byte> tail = stackalloc byte[TailSize];
        if (length < TailSize || RandomAccess.Read(file, tail, length - TailSize) < TailSize || BinaryPrimitives.ReadUInt64LittleEndian(tail[8..]) != Magic)
        {
            return null;
        }

        var size = BinaryPrimitives.ReadInt32LittleEndian(tail);
        if (size is < 0 or > MaxJsonBytes || size > length - TailSize)
        {
            return null;
        }

        var json = new byte[size];
        return RandomAccess.Read(file, json, length - TailSize - size) == size && Checksum.Compute(json) == BinaryPrimitives.ReadUInt32LittleEndian(tail[4..])
            ? Parse(json, length - TailSize - size)
            : null;
    }

    /// <summary>Writes the description after the graph.</summary>
    public void Append(SafeFileHandle file)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(this, HnswJson.Default.HnswDescription);
        var bytes = new byte[json.Length + TailSize];
        json.CopyTo(bytes, 0);
        var tail = bytes.AsSpan(json.Length);
        BinaryPrimitives.WriteInt32LittleEndian(tail, json.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(tail[4..], Checksum.Compute(json));
        BinaryPrimitives.WriteUInt64LittleEndian(tail[8..], Magic);
        RandomAccess.Write(file, bytes, Length);
    }

    /// <summary>Tells whether the indexed rows are the first rows of a snapshot, whatever was written after them.</summary>
    public bool Matches(Snapshot snapshot) =>
        (Instance, Dimension) == (snapshot.File.Instance, snapshot.File.Dimension) && Segments.All(indexed =>
            snapshot.Find(indexed.Id) is { } segment && segment.BlockCount >= indexed.Blocks && ComputeChecksum(segment, indexed.Blocks) == indexed.Sum);

    /// <summary>Describes all segments of a snapshot.</summary>
    public static IReadOnlyList<IndexedSegment> DescribeSegments(Snapshot snapshot) =>
        [.. snapshot.Segments.Select(static s => new IndexedSegment(s.Id, s.BlockCount, ComputeChecksum(s, s.BlockCount)))];

    private static HnswDescription? Parse(byte[] json, long length)
    {
        try
        {
            return JsonSerializer.Deserialize(json, HnswJson.Default.HnswDescription) is { Format: CurrentFormat, Segments: not null } read && read.Length == length ? read : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static uint ComputeChecksum(VectorSegment segment, int blocks)
    {
        var sum = 0u;
        foreach (var block in segment.Blocks[..blocks])
        {
            var header = block.Header;
            sum = BitOperations.Crc32C(BitOperations.Crc32C(sum, ((ulong)header.VectorChecksum << 32) | header.PayloadChecksum), (uint)header.Rows);
        }

        return sum;
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(HnswDescription))]
internal sealed partial class HnswJson : JsonSerializerContext;
