using System.Buffers.Binary;

namespace Reelmill.Cli.Images;

/// <summary>Finds the coded data of a HEIF file's primary item (ISO/IEC 14496-12, 8.11.3 and 8.11.4).</summary>
internal static class HeifPrimaryItem
{
    private const int BoxBytes = 8;
    private const int FullBoxBytes = 12;
    private const int InFile = 0;
    private const int InItemData = 1;

    /// <summary>Gets the file from the first byte of the item's data; empty when the location is missing.</summary>
    public static ReadOnlySpan<byte> Data(ReadOnlySpan<byte> file)
    {
        if (HeifBoxes.Find(file, "meta"u8) is not { } range || file[range].Length < FullBoxBytes)
        {
            return [];
        }

        var meta = file[range][FullBoxBytes..];
        return HeifBoxes.Find(meta, "pitm"u8) is { } primary && HeifBoxes.Find(meta, "iloc"u8) is { } locations
            ? Find(file, meta, new Reader(meta[locations][BoxBytes..]), ReadId(new Reader(meta[primary][BoxBytes..])))
            : [];
    }

    private static long ReadId(Reader pitm) => pitm.ReadNumber(4) >> 24 == 0 ? pitm.ReadNumber(2) : pitm.ReadNumber(4);

    private static ReadOnlySpan<byte> Find(ReadOnlySpan<byte> file, ReadOnlySpan<byte> meta, Reader iloc, long item)
    {
        var version = iloc.ReadNumber(4) >> 24;
        var sizes = (int)iloc.ReadNumber(2);
        var (offset, length, origin, index) = (sizes >> 12, (sizes >> 8) & 15, (sizes >> 4) & 15, version == 0 ? 0 : sizes & 15);
        for (var count = iloc.ReadNumber(version < 2 ? 2 : 4); count > 0 && !iloc.IsPastEnd; count--)
        {
            var isWanted = iloc.ReadNumber(version < 2 ? 2 : 4) == item;
            var constructionMethod = version == 0 ? InFile : iloc.ReadNumber(2) & 15;
            iloc.ReadNumber(2);
            var start = iloc.ReadNumber(origin);
            for (var extents = iloc.ReadNumber(2); extents > 0 && !iloc.IsPastEnd; extents--)
            {
                iloc.ReadNumber(index);
                var at = start + iloc.ReadNumber(offset);
                iloc.ReadNumber(length);
                if (isWanted)
                {
                    return GetFrom(file, meta, constructionMethod, at);
                }
            }
        }

        return [];
    }

    private static ReadOnlySpan<byte> GetFrom(ReadOnlySpan<byte> file, ReadOnlySpan<byte> meta, long constructionMethod, long at)
    {
        var data = constructionMethod switch
        {
            InFile => file,
            InItemData when HeifBoxes.Find(meta, "idat"u8) is { } range => meta[range][BoxBytes..],
            _ => [],
        };
        return at >= 0 && at < data.Length ? data[(int)at..] : [];
    }

    /// <summary>Reads big-endian numbers of up to 8 bytes; 0 past the end.</summary>
    private ref struct Reader(ReadOnlySpan<byte> bytes)
    {
        private readonly ReadOnlySpan<byte> _bytes = bytes;
        private int _at;

        public readonly bool IsPastEnd => _at > _bytes.Length;

        public long ReadNumber(int size)
        {
            Span<byte> number = stackalloc byte[sizeof(long)];
            number.Clear();
            if (size <= number.Length && _at + size <= _bytes.Length)
            {
                _bytes.Slice(_at, size).CopyTo(number[^size..]);
            }

            _at += size;
            return BinaryPrimitives.ReadInt64BigEndian(number);
        }
    }
}
