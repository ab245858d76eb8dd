using System.Buffers.Binary;

namespace Reelmill.Vision.Images;

/// <summary>Finds how the camera was held in the EXIF part of a JPEG file (tag 0x0112 of the first directory, TIFF 6.0).</summary>
internal static class ExifOrientation
{
    /// <summary>As it is stored; also what a file means that says nothing, or nonsense.</summary>
    public const int Upright = 1;

    private const int Rotated270 = 8;
    private const byte MarkerStart = 0xFF;
    private const byte StartOfScan = 0xDA;
    private const byte App1 = 0xE1;
    private const ushort OrientationTag = 0x0112;
    private const ushort ShortType = 3;
    private const int EntryBytes = 12;

    private static ReadOnlySpan<byte> Signature => "Exif\0\0"u8;

    /// <summary>Gives the orientation.</summary>
    /// <param name="jpeg">The whole file; it may be damaged.</param>
    /// <returns>1 to 8, as EXIF counts: 1 upright, 3 upside down, 6 turned by 90 degrees counterclockwise, ...</returns>
    public static int Of(ReadOnlySpan<byte> jpeg)
    {
        var at = 2;
        while (at + 4 <= jpeg.Length && jpeg[at] == MarkerStart && jpeg[at + 1] != StartOfScan)
        {
            var length = BinaryPrimitives.ReadUInt16BigEndian(jpeg[(at + 2)..]);
            var content = jpeg[Math.Min(at + 4, jpeg.Length)..Math.Min(at + 2 + Math.Max((int)length, 2), jpeg.Length)];
            if (jpeg[at + 1] == App1 && content.StartsWith(Signature))
            {
                return OfTiff(content[Signature.Length..]);
            }

            at += 2 + Math.Max((int)length, 2);
        }

        return Upright;
    }

    private static int OfTiff(ReadOnlySpan<byte> tiff)
    {
        if (tiff.Length < 8 || !(tiff.StartsWith("II"u8) || tiff.StartsWith("MM"u8)))
        {
            return Upright;
        }

        var little = tiff[0] == 'I';
        var directory = Read32(tiff[4..], little);
        if (directory > tiff.Length - 2)
        {
            return Upright;
        }

        var entries = tiff[((int)directory + 2)..];
        for (var n = Read16(tiff[(int)directory..], little); n > 0 && entries.Length >= EntryBytes; n--, entries = entries[EntryBytes..])
        {
            if (Read16(entries, little) == OrientationTag && Read16(entries[2..], little) == ShortType)
            {
                return Read16(entries[8..], little) is var value and >= Upright and <= Rotated270 ? value : Upright;
            }
        }

        return Upright;
    }

    private static ushort Read16(ReadOnlySpan<byte> bytes, bool little) =>
        little ? BinaryPrimitives.ReadUInt16LittleEndian(bytes) : BinaryPrimitives.ReadUInt16BigEndian(bytes);

    private static uint Read32(ReadOnlySpan<byte> bytes, bool little) =>
        little ? BinaryPrimitives.ReadUInt32LittleEndian(bytes) : BinaryPrimitives.ReadUInt32BigEndian(bytes);
}
