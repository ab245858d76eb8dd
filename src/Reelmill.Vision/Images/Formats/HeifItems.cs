using System.Buffers.Binary;

namespace Reelmill.Vision.Images.Formats;

/// <summary>The items of a HEIF file and their properties, from the content of its <c>meta</c> box (ISO/IEC 14496-12 8.11, 23008-12 9.3).</summary>
internal static class HeifItems
{
    private const int FullBoxBytes = 4;
    private const uint InfoEntry = 0x696E6665;

    /// <summary>The number of the primary item; null when none is named.</summary>
    public static uint? Primary(ReadOnlySpan<byte> meta)
    {
        var box = BoxReader.Find(meta, "pitm"u8);
        return box.Length switch
        {
            >= 8 when box[0] > 0 => BinaryPrimitives.ReadUInt32BigEndian(box[FullBoxBytes..]),
            >= 6 => BinaryPrimitives.ReadUInt16BigEndian(box[FullBoxBytes..]),
            _ => null,
        };
    }

    /// <summary>The four letters of an item's type, as a number; null when the item is not described.</summary>
    public static uint? TypeOf(ReadOnlySpan<byte> meta, uint? item)
    {
        var list = BoxReader.Find(meta, "iinf"u8);
        if (list.Length < 8)
        {
            return null;
        }

        var entries = list[(FullBoxBytes + (list[0] == 0 ? 2 : 4))..];
        foreach (var box in BoxReader.In(entries))
        {
            var entry = entries.Slice(box.Start, box.Length);
            var wide = entry is [>= 3, ..] ? 2 : 0;
            if (box.Name == InfoEntry && entry.Length >= 12 + wide && entry[0] >= 2 && Number(entry[FullBoxBytes..], wide > 0) == item)
            {
                return BinaryPrimitives.ReadUInt32BigEndian(entry[(8 + wide)..]);
            }
        }

        return null;
    }

    /// <summary>The properties of an item, in the order in which they apply.</summary>
    public static List<(uint Name, byte[] Content)> PropertiesOf(ReadOnlySpan<byte> meta, uint? item)
    {
        var found = new List<(uint, byte[])>();
        var all = BoxReader.Find(meta, "iprp"u8);
        var container = BoxReader.Find(all, "ipco"u8);
        var properties = BoxReader.In(container);
        foreach (var index in Associations(BoxReader.Find(all, "ipma"u8), item))
        {
            if (index > 0 && index <= properties.Count)
            {
                var box = properties[index - 1];
                found.Add((box.Name, container.Slice(box.Start, Math.Min(box.Length, 16)).ToArray()));
            }
        }

        return found;
    }

    private static List<int> Associations(ReadOnlySpan<byte> box, uint? item)
    {
        var indexes = new List<int>();
        if (box.Length < 8)
        {
            return indexes;
        }

        var (wideItems, wideIndexes) = (box[0] > 0, (box[3] & 1) != 0);
        var rest = box[8..];
        for (var left = BinaryPrimitives.ReadUInt32BigEndian(box[FullBoxBytes..]); left > 0 && rest.Length > (wideItems ? 4 : 2); left--)
        {
            var id = Number(rest, wideItems);
            rest = rest[(wideItems ? 4 : 2)..];
            int count = rest[0];
            rest = rest[1..];
            for (; count > 0 && rest.Length >= (wideIndexes ? 2 : 1); count--)
            {
                if (id == item)
                {
                    indexes.Add(wideIndexes ? BinaryPrimitives.ReadUInt16BigEndian(rest) & 0x7FFF : rest[0] & 0x7F);
                }

                rest = rest[(wideIndexes ? 2 : 1)..];
            }
        }

        return indexes;
    }

    private static uint Number(ReadOnlySpan<byte> bytes, bool wide) =>
        wide ? BinaryPrimitives.ReadUInt32BigEndian(bytes) : BinaryPrimitives.ReadUInt16BigEndian(bytes);
}
