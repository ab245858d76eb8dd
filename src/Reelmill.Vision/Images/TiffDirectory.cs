using System.Buffers.Binary;

namespace Reelmill.Vision.Images;

/// <summary>The first directory (IFD) of an EXIF block, which has the format of a TIFF file (TIFF 6.0).</summary>
internal readonly ref struct TiffDirectory
{
    private const ushort OrientationTag = 0x0112;
    private const ushort Short = 3;
    private const ushort Long = 4;
    private const int EntryBytes = 12;

    private readonly ReadOnlySpan<byte> _entries;
    private readonly bool _little;

    private TiffDirectory(ReadOnlySpan<byte> entries, bool little)
    {
        _entries = entries;
        _little = little;
    }

    /// <summary>Parses the directory; an empty one where there is none.</summary>
    /// <param name="tiff">The bytes from the byte order mark on; they may be damaged.</param>
    public static TiffDirectory Parse(ReadOnlySpan<byte> tiff)
    {
        if (tiff.Length < 8 || !(tiff.StartsWith("II"u8) || tiff.StartsWith("MM"u8)))
        {
            return default;
        }

        var little = tiff[0] == 'I';
        var offset = Read32(tiff[4..], little);
        if (offset > tiff.Length - 2)
        {
            return default;
        }

        var entries = tiff[((int)offset + 2)..];
        return new TiffDirectory(entries[..Math.Min(Read16(tiff[(int)offset..], little) * EntryBytes, entries.Length)], little);
    }

    /// <summary>Reads a numeric tag; null when the tag is missing or has another type.</summary>
    private uint? ReadNumber(ushort tag)
    {
        for (var entries = _entries; entries.Length >= EntryBytes; entries = entries[EntryBytes..])
        {
            if (Read16(entries, _little) == tag)
            {
                return Read16(entries[2..], _little) switch
                {
                    Short => Read16(entries[8..], _little),
                    Long => Read32(entries[8..], _little),
                    _ => null,
                };
            }
        }

        return null;
    }

    /// <summary>Reads the orientation, 1 to 8; 1 when the tag is missing or invalid.</summary>
    public int ReadOrientation() => ReadNumber(OrientationTag) is { } value and >= 1 and <= 8 ? (int)value : 1;

    private static ushort Read16(ReadOnlySpan<byte> bytes, bool little) =>
        little ? BinaryPrimitives.ReadUInt16LittleEndian(bytes) : BinaryPrimitives.ReadUInt16BigEndian(bytes);

    private static uint Read32(ReadOnlySpan<byte> bytes, bool little) =>
        little ? BinaryPrimitives.ReadUInt32LittleEndian(bytes) : BinaryPrimitives.ReadUInt32BigEndian(bytes);
}
