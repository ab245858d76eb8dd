using System.Buffers.Binary;

namespace Reelmill.Vision.Images.Formats;

/// <summary>Recognizes a TGA file, which has no signature in front: every field of its header has to make sense.</summary>
internal static class TargaHeader
{
    private const int HeaderBytes = 18;

    public static ImageHeader? Read(ReadOnlySpan<byte> file) => IsTarga(file)
        ? new ImageHeader("TGA", ["-f", "image2", "-pattern_type", "none", "-c:v", "targa"])
        : null;

    private static bool IsTarga(ReadOnlySpan<byte> file)
    {
        if (file.Length <= HeaderBytes || file[1] > 1 || file[2] is not (1 or 2 or 3 or 9 or 10 or 11))
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
