using System.Buffers.Binary;
using System.Numerics;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.Win32.SafeHandles;

namespace Reelmill.Library.Vectors.Embedded;

/// <summary>The blocks of a segment whose rows an index has.</summary>
/// <param name="Id">The segment's number.</param>
/// <param name="Blocks">How many of its blocks, from the first.</param>
/// <param name="Sum">A checksum over the checksums of these blocks.</param>
internal sealed record IndexedSegment(uint Id, int Blocks, uint Sum);

/// <summary>
/// What the file of an index says of itself, behind the graph's bytes: JSON, and then its length, its checksum and a mark.
/// It is written last, so that a file which was cut off has none.
/// </summary>
/// <param name="Instance">The collection's instance: one that was dropped and made again has another.</param>
/// <param name="Dimension">How many numbers a vector has.</param>
/// <param name="Segments">What is indexed. A row's key is the place of its segment in this list, and its own in the segment.</param>
/// <param name="Rows">How many rows are indexed.</param>
/// <param name="Above">Collections of fewer records are searched exactly.</param>
/// <param name="Recall">The share of the ten nearest that searches found when it was built, from 0 to 1.</param>
/// <param name="Length">The length of the graph's bytes.</param>
/// <param name="Sum">Their checksum.</param>
internal sealed record HnswDescription(
    string Instance, int Dimension, IReadOnlyList<IndexedSegment> Segments, long Rows, long Above, double Recall, long Length, uint Sum)
{
    /// <summary>Another layout of the file, or another version of the library that lays out the graph, has another number.</summary>
    private const int CurrentFormat = 1;
    private const int TailSize = 16;
    private const int MostJson = 1 << 24;
    private const ulong Mark = 0x31_57_53_4E_48_4D_4C_52;

    public int Format { get; init; } = CurrentFormat;

    /// <summary>Reads the description at a file's end; null when there is none that can be used.</summary>
    public static HnswDescription? Read(SafeFileHandle file)
    {
        var length = RandomAccess.GetLength(file);
        Span<byte> tail = stackalloc byte[TailSize];
        if (length < TailSize || RandomAccess.Read(file, tail, length - TailSize) < TailSize || BinaryPrimitives.ReadUInt64LittleEndian(tail[8..]) != Mark)
        {
            return null;
        }

        var size = BinaryPrimitives.ReadInt32LittleEndian(tail);
        if (size is < 0 or > MostJson || size > length - TailSize)
        {
            return null;
        }

        var json = new byte[size];
        return RandomAccess.Read(file, json, length - TailSize - size) == size && Checksum.Of(json) == BinaryPrimitives.ReadUInt32LittleEndian(tail[4..])
            ? Parse(json, length - TailSize - size)
            : null;
    }

    /// <summary>Writes the description behind the graph's bytes.</summary>
    public void Append(SafeFileHandle file)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(this, HnswJson.Default.HnswDescription);
        var bytes = new byte[json.Length + TailSize];
        json.CopyTo(bytes, 0);
        var tail = bytes.AsSpan(json.Length);
        BinaryPrimitives.WriteInt32LittleEndian(tail, json.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(tail[4..], Checksum.Of(json));
        BinaryPrimitives.WriteUInt64LittleEndian(tail[8..], Mark);
        RandomAccess.Write(file, bytes, Length);
    }

    /// <summary>Whether the rows that are indexed are the first of a snapshot, whatever was written after them.</summary>
    public bool Fits(Snapshot snapshot) =>
        (Instance, Dimension) == (snapshot.File.Instance, snapshot.File.Dimension) && Segments.All(indexed =>
            snapshot.Find(indexed.Id) is { } segment && segment.BlockCount >= indexed.Blocks && SumOf(segment, indexed.Blocks) == indexed.Sum);

    /// <summary>A description of all rows of a snapshot.</summary>
    public static IReadOnlyList<IndexedSegment> SegmentsOf(Snapshot snapshot) =>
        [.. snapshot.Segments.Select(static s => new IndexedSegment(s.Id, s.BlockCount, SumOf(s, s.BlockCount)))];

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

    private static uint SumOf(VectorSegment segment, int blocks)
    {
        var sum = 0u;
        foreach (var block in segment.Blocks[..blocks])
        {
            var header = block.Header;
            sum = BitOperations.Crc32C(BitOperations.Crc32C(sum, ((ulong)header.VectorSum << 32) | header.TextSum), (uint)header.Rows);
        }

        return sum;
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(HnswDescription))]
internal sealed partial class HnswJson : JsonSerializerContext;
