using System.Buffers.Binary;

namespace Reelmill.Vision.Images;

/// <summary>Recognizes image formats by the content of a file, never by its name.</summary>
public static class ImageFormats
{
    private const int TargaHeaderBytes = 18;

    /// <summary>Recognizes the format of a file.</summary>
    /// <param name="file">The whole file; it may be damaged.</param>
    /// <returns>The format; null for anything else, such as a video or a text file.</returns>
    public static ImageFormat? Recognize(ReadOnlySpan<byte> file) => file switch
    {
        [0xFF, 0xD8, 0xFF, ..] => ImageFormat.Jpeg,
        [0x89, (byte)'P', (byte)'N', (byte)'G', ..] => ImageFormat.Png,
        [(byte)'R', (byte)'I', (byte)'F', (byte)'F', _, _, _, _, (byte)'W', (byte)'E', (byte)'B', (byte)'P', ..] => ImageFormat.WebP,
        [(byte)'G', (byte)'I', (byte)'F', (byte)'8', ..] => ImageFormat.Gif,
        [(byte)'I', (byte)'I', 42 or 43, 0, ..] or [(byte)'M', (byte)'M', 0, 42 or 43, ..] => ImageFormat.Tiff,
        [_, _, _, _, (byte)'f', (byte)'t', (byte)'y', (byte)'p', ..] => IsHeif(file) ? ImageFormat.Heif : null,
        [0xFF, 0x0A, ..] or [0, 0, 0, 12, (byte)'J', (byte)'X', (byte)'L', ..] => ImageFormat.JpegXl,
        [0, 0, 0, 12, (byte)'j', (byte)'P', ..] => ImageFormat.Jpeg2000,
        [0xFF, 0x4F, 0xFF, 0x51, ..] => ImageFormat.Jpeg2000Codestream,
        [(byte)'B', (byte)'M', ..] => ImageFormat.Bmp,
        [(byte)'q', (byte)'o', (byte)'i', (byte)'f', ..] => ImageFormat.Qoi,
        [(byte)'P', >= (byte)'1' and <= (byte)'7', (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n' or (byte)'#', ..] => GetPortableFormat(file[1]),
        [0, 0, 1, 0, ..] when IsIcon(file) => ImageFormat.Icon,
        _ => IsTarga(file) ? ImageFormat.Targa : null,
    };

    private static ImageFormat GetPortableFormat(byte kind) => kind switch
    {
        (byte)'1' or (byte)'4' => ImageFormat.Pbm,
        (byte)'2' or (byte)'5' => ImageFormat.Pgm,
        (byte)'7' => ImageFormat.Pam,
        _ => ImageFormat.Ppm,
    };

    /// <summary>MP4 videos begin with an ftyp box too; only its brands distinguish images from videos.</summary>
    private static bool IsHeif(ReadOnlySpan<byte> file)
    {
        var length = Math.Clamp(BinaryPrimitives.ReadUInt32BigEndian(file), 8u, (uint)file.Length);
        var brands = file[8..(int)length];
        for (var position = 0; position + 4 <= brands.Length; position += 4)
        {
            // The four bytes after the major brand are the minor version.
            if (position != 4 && IsImageBrand(BinaryPrimitives.ReadUInt32BigEndian(brands[position..])))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsImageBrand(uint brand) => brand is
        0x61766966 or 0x61766973 // avif, avis
        or 0x6D696631 or 0x6D696632 or 0x6D736631 // mif1, mif2, msf1
        or 0x68656963 or 0x68656978 or 0x6865696D or 0x68656973 or 0x68657663 or 0x68657678; // heic, heix, heim, heis, hevc, hevx

    // MPEG video can begin with the same four bytes, so the first directory entry is checked too.
    private static bool IsIcon(ReadOnlySpan<byte> file) =>
        file.Length >= 22
        && BinaryPrimitives.ReadUInt16LittleEndian(file[4..]) is var count and > 0
        && file[9] == 0
        && BinaryPrimitives.ReadUInt16LittleEndian(file[10..]) <= 1
        && BinaryPrimitives.ReadUInt16LittleEndian(file[12..]) is 0 or 1 or 4 or 8 or 16 or 24 or 32
        && BinaryPrimitives.ReadUInt32LittleEndian(file[18..]) is var offset && offset >= 6 + (16L * count) && offset < file.Length;

    /// <summary>TGA has no leading signature, so every header field is checked.</summary>
    private static bool IsTarga(ReadOnlySpan<byte> file)
    {
        if (file.Length <= TargaHeaderBytes || file[1] > 1 || file[2] is not (1 or 2 or 3 or 9 or 10 or 11))
        {
            return false;
        }

        var hasPalette = file[1] == 1;
        var palette = BinaryPrimitives.ReadUInt16LittleEndian(file[5..]);
        return hasPalette == file[2] is 1 or 9
            && (hasPalette ? palette is > 0 and <= 256 && file[7] is 15 or 16 or 24 or 32 : palette == 0)
            && BinaryPrimitives.ReadUInt16LittleEndian(file[12..]) > 0
            && BinaryPrimitives.ReadUInt16LittleEndian(file[14..]) > 0
            && file[16] is 8 or 15 or 16 or 24 or 32
            && (file[17] & 0xC0) == 0;
    }
}
