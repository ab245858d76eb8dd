using System.Buffers.Binary;

namespace Reelmill.Vision.Images.Formats;

/// <summary>Finds boxes in the bytes of an ISO base media file; one that is cut off ends with its parent.</summary>
internal static class BoxReader
{
    private const int HeaderBytes = 8;
    private const int LongHeaderBytes = 16;

    /// <summary>The content of the first box of a name; empty when there is none.</summary>
    public static ReadOnlySpan<byte> Find(ReadOnlySpan<byte> parent, ReadOnlySpan<byte> name)
    {
        var wanted = BinaryPrimitives.ReadUInt32BigEndian(name);
        foreach (var box in In(parent))
        {
            if (box.Name == wanted)
            {
                return parent.Slice(box.Start, box.Length);
            }
        }

        return [];
    }

    /// <summary>The boxes that lie side by side in their parent, in order.</summary>
    public static List<Box> In(ReadOnlySpan<byte> parent)
    {
        var boxes = new List<Box>();
        for (var at = 0L; at + HeaderBytes <= parent.Length;)
        {
            var begin = parent[(int)at..];
            var (header, length) = Measure(begin);
            var end = Math.Min(length, begin.Length);
            boxes.Add(new Box(BinaryPrimitives.ReadUInt32BigEndian(begin[4..]), (int)at + header, (int)end - header));
            at += length;
        }

        return boxes;
    }

    // A length of 0 is "to the end", and one below its own header is damage.
    private static (int Header, long Length) Measure(ReadOnlySpan<byte> begin)
    {
        long length = BinaryPrimitives.ReadUInt32BigEndian(begin);
        if (length == 1 && begin.Length >= LongHeaderBytes)
        {
            length = (long)Math.Min(BinaryPrimitives.ReadUInt64BigEndian(begin[HeaderBytes..]), int.MaxValue);
            return (LongHeaderBytes, length < LongHeaderBytes ? begin.Length : length);
        }

        return (HeaderBytes, length < HeaderBytes ? begin.Length : length);
    }

    /// <summary>Where the content of a box is in its parent.</summary>
    internal readonly record struct Box(uint Name, int Start, int Length);
}
